"""Writes the descriptions of the data that other programs read, from the descriptors beside the files: `make catalog`."""

from vsv_metrics import paths
from vsv_metrics.export import catalog, csvw


def main() -> None:
    """Writes the files and names them."""
    for name, content in (catalog.as_files(paths.data_dir()) | csvw.as_files(paths.data_dir())).items():
        (paths.data_dir() / name).write_bytes(content)
        print(f"data/{name}")


if __name__ == "__main__":
    main()
