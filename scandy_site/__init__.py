"""The site: settings, urls, processes and what only makes sense above all apps."""
