"""Lines to copy that fetch the table of a question: for Python, R, Excel, curl and the command line."""

from urllib.parse import urlencode

from vsv_metrics.delivery.question import API, SEPARATOR, Question

OWN_MACHINE = "python", "shell"
"""Lines that read the store of the machine they run on; the others read an address."""


def address(question: Question, base: str, kind: str) -> str:
    """The address of the whole table as a file of this kind, at the server `base` (`https://host` and perhaps a path)."""
    return f"{base}{API}/observations?{urlencode(question.parameters | {'format': kind}, safe=SEPARATOR)}"


def copy_lines(question: Question, base: str) -> dict[str, str]:
    """Name of a language or program -> lines that give this table there, complete and ready to run."""
    csv = address(question, base, "csv")
    own_csv = address(question, base, "csv-nl" if question.language == "nl" else "csv")
    options = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in question.parameters.items())
    return {
        "pandas": f'import pandas as pd\n\nfigures = pd.read_csv("{csv}")',
        "r": f'figures <- read.csv("{csv}", encoding = "UTF-8", na.strings = "")',
        "excel": own_csv,
        "power_query": "\n".join(
            (
                "let",
                f'    Source = Csv.Document(Web.Contents("{csv}"), [Delimiter = ",", Encoding = 65001]),',
                "    Figures = Table.PromoteHeaders(Source, [PromoteAllScalars = true]),",
                f'    Typed = Table.TransformColumnTypes(Figures, {{{_types()}}}, "en-US")',
                "in",
                "    Typed",
            )
        ),
        "curl": f'curl --fail --output vsv.csv "{csv}"',
        "python": f"import vsv_metrics as vsv\n\nfigures = vsv.observations({_arguments(question)})",
        "shell": f"vsv-metrics export {options} --out vsv.csv",
    }


def _types() -> str:
    return ", ".join(f'{{"{name}", type number}}' for name in ("year", "numerator", "denominator", "rate_pct"))


def _arguments(question: Question) -> str:
    parts = []
    for name, value in question.parameters.items():
        years = value.split(SEPARATOR)
        parts.append(f"years=({years[0]}, {years[-1]})" if name == "years" else f'{name}="{value}"')
    return ", ".join(parts)
