"""The router: the frame around every page (navigation, language, data set, age of the figures) and the pages themselves."""

from vsv_metrics.web import data, failures, frame, sharing

data.begin()
frame.configure()
page = frame.navigation()
frame.begin(page)
sharing.begin()
try:
    frame.header()
    place = sharing.place()
    sharing.notice(frame.visit())
    page.run()
    sharing.draw(place, frame.visit())
    frame.footer()
except Exception as error:
    failures.show(error)
