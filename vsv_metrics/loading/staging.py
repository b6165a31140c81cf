"""What would be wrong when deliveries counted: in themselves, with one another, with what ships and with other deliveries."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.loading import own
from vsv_metrics.loading.inputs import examine_inputs


def problems(data_dir: Path, own_dir: Path, deliveries: Mapping[str, Mapping[str, bytes]]) -> list[DataContractError]:
    """Return every problem that these deliveries (files by their path, by name) would bring; the caller holds the folder's lock.

    A delivery of the same name that counts now is left out, for it would be replaced. So are fictional figures: they share no
    key with others. Raise `UserError` when the folder cannot be written.
    """
    staged = own_dir / own.STAGED
    others = [delivery.folder for delivery in own.all_current(own_dir) if delivery.name not in deliveries]
    try:
        for name, files in deliveries.items():
            for path, content in files.items():
                place = staged / name / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
        return examine_inputs(data_dir, [*others, *(staged / name for name in deliveries)], without=("demo",)).problems
    except OSError as error:
        raise UserError("own_folder", folder=str(own_dir), reason=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
