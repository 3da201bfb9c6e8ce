#pragma once

#include <string>

namespace CLI {
class App;
}

namespace latentscape::cli {

// Made from the commands and options that the program itself takes, so that they cannot differ.

/// A script that completes commands, options and their choices in `bash`, `zsh` or `fish`.
std::string completionScript(const CLI::App& app, const std::string& shell);

/// The manual page, for `man -l`.
std::string manualPage(const CLI::App& app);

/// `--completion SHELL` and `--man`, which print these and end the program.
void addHelpPageOptions(CLI::App& app);

}  // namespace latentscape::cli
