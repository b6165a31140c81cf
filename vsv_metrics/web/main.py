"""The router: the frame around every page (navigation, language, data set, age of the figures) and the pages themselves."""

from vsv_metrics.web import data, failures, frame, monitoring, sharing

with monitoring.run() as run:
    data.begin()
    frame.configure()
    page = frame.navigation()
    run.page = page.url_path or "overzicht"
    frame.begin(page)
    sharing.begin()
    try:
        place = frame.header()
        sharing.notice(frame.visit())
        page.run()
        sharing.draw(place, frame.visit())
        frame.footer()
    except Exception as error:
        failures.show(error)
