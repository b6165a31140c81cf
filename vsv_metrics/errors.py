"""The errors that a user may see. They carry codes and values; `web` and `cli` put them into words with `text`.

Anything else that is raised is a bug: it is logged, and the user sees a sentence without a trace.
"""


class UserError(Exception):
    """What the user can mend. `code` is a key below `errors` in the locale files, `values` fill its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: " + ", ".join(f"{key}={value!r}" for key, value in values.items()))
        self.code = code
        self.values = values


class DataContractError(UserError):
    """A file that breaks the contract of its table.

    `row` counts lines of the file from 1, the header included; `column` is a column name. Either is None when the whole
    file is meant. `found` and `expected` are shown as they are.
    """

    def __init__(
        self,
        code: str,
        *,
        file: str,
        found: object,
        expected: object,
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        super().__init__(code, file=file, row=row, column=column, found=found, expected=expected)
        self.file = file
        self.row = row
        self.column = column
        self.found = found
        self.expected = expected
