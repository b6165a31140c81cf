"""What a checkout needs beside the application: the dashboard as a child process, a browser, and pictures of every page."""
