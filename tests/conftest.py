pytest_plugins = ["tests.browser", "tests.database", "tests.bot", "tests.terminal"]
