"""`vsv-metrics demo`: the fictional example figures as files."""

from pathlib import Path

import click

from vsv_metrics import paths
from vsv_metrics.cli.parameters import FOLDER, option
from vsv_metrics.errors import UserError
from vsv_metrics.sources import demo as generator
from vsv_metrics.sources import tidy
from vsv_metrics.text import Locale


def add_to(group: click.Group, locale: Locale) -> None:
    """Add the command to the others."""

    @group.command(help=locale("cli.demo_help"))
    @option("--out", type=FOLDER, required=True, help=locale("cli.out_help"))
    def demo(out: Path) -> None:
        reference = paths.data_dir() / "reference"
        _, regions = tidy.read(reference / "region.json")
        _, parts = tidy.read(reference / "region_part.json")
        frames = generator.generate(regions, parts)
        try:
            out.mkdir(parents=True, exist_ok=True)
            generator.write(frames, out)
        except OSError as error:
            raise UserError("out_folder", folder=str(out), reason=error.strerror or str(error)) from None
        for name, frame in frames.items():
            print(locale("cli.written", path=out / f"{name}.csv", rows=locale.number(len(frame))))
