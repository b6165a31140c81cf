"""The router: the frame around every page (navigation, language, data set, age of the figures) and the pages themselves."""

from vsv_metrics.web import data, failures, frame

data.begin()
frame.configure()
page = frame.navigation()
frame.begin(page)
try:
    frame.header()
    page.run()
    frame.footer()
except Exception as error:
    failures.show(error)
