#include "app/cli_help_pages.h"

#include <cstdio>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace latentscape::cli {
namespace {

struct OptionPage {
    /// `--latent`, or the name of an argument without a name.
    std::string name;
    std::string help;
    /// What follows it; empty for a flag.
    std::string type;
    std::vector<std::string> choices;
};

struct CommandPage {
    std::string name;
    std::string help;
    std::vector<OptionPage> arguments;
    std::vector<OptionPage> options;
};

/// Of `TEXT:{yes,no}` or `{yes,no}`: yes and no.
std::vector<std::string> choicesOf(const std::string& type) {
    std::vector<std::string> choices;
    const std::size_t first = type.find('{');
    if (first == std::string::npos || type.back() != '}')
        return choices;
    for (const std::string& choice : CLI::detail::split(type.substr(first + 1, type.size() - first - 2), ','))
        if (!choice.empty())
            choices.push_back(choice);
    // A comma is a choice too, and cannot be told from the commas between them.
    return choices.size() < 2 ? std::vector<std::string>() : choices;
}

void addOptions(const CLI::App& app, CommandPage& page) {
    for (const CLI::Option* const option : app.get_options()) {
        const std::string type = option->get_expected_max() == 0 ? std::string() : option->get_type_name();
        OptionPage entry{
            .name = option->get_positional() ? option->get_name() : "--" + option->get_lnames().front(),
            .help = option->get_description(),
            .type = option->get_items_expected_max() == 0 ? std::string() : type,
            .choices = choicesOf(type)};
        (option->get_positional() ? page.arguments : page.options).push_back(std::move(entry));
    }
    // Options of a group are those of its command.
    for (const CLI::App* const group :
         app.get_subcommands([](const CLI::App* part) { return part->get_name().empty(); }))
        addOptions(*group, page);
}

CommandPage pageOf(const CLI::App& app) {
    CommandPage page{.name = app.get_name(), .help = app.get_description(), .arguments = {}, .options = {}};
    addOptions(app, page);
    return page;
}

std::vector<CommandPage> commandPages(const CLI::App& app) {
    std::vector<CommandPage> pages;
    for (const CLI::App* const command :
         app.get_subcommands([](const CLI::App* part) { return !part->get_name().empty(); }))
        pages.push_back(pageOf(*command));
    return pages;
}

std::string joined(const std::vector<std::string>& words) {
    return CLI::detail::join(words, " ");
}

std::vector<std::string> namesOf(const std::vector<OptionPage>& options) {
    std::vector<std::string> names;
    for (const OptionPage& option : options)
        names.push_back(option.name);
    return names;
}

/// `pattern) statement` for each command, and for each option that has choices.
struct Cases {
    std::string commands;
    std::string choices;
};

/// `list(words)` is the statement that offers these words.
template <class List>
Cases shellCases(const std::vector<CommandPage>& pages, List&& list) {
    Cases cases;
    for (const CommandPage& page : pages) {
        cases.commands += "        " + page.name + ") " + list(joined(namesOf(page.options))) + " ;;\n";
        for (const OptionPage& option : page.options)
            if (!option.choices.empty())
                cases.choices += "        " + page.name + ":" + option.name + ") " +
                                 list(joined(option.choices)) + " ;;\n";
    }
    return cases;
}

std::string commandNames(const std::vector<CommandPage>& pages) {
    std::vector<std::string> names;
    for (const CommandPage& page : pages)
        names.push_back(page.name);
    return joined(names);
}

std::string bashScript(const std::vector<CommandPage>& pages) {
    const Cases cases = shellCases(pages, [](const std::string& words) { return "words=\"" + words + "\""; });
    return "_latentscape_cli() {\n"
           "    local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words=\n"
           "    COMPREPLY=()\n"
           "    if ((COMP_CWORD == 1)); then\n"
           "        COMPREPLY=($(compgen -W \"" +
           commandNames(pages) +
           "\" -- \"$current\"))\n"
           "        return\n"
           "    fi\n"
           "    case $command:${COMP_WORDS[COMP_CWORD-1]} in\n" +
           cases.choices +
           "    esac\n"
           "    if [[ ! $words && $current == -* ]]; then\n"
           "        case $command in\n" +
           cases.commands +
           "        esac\n"
           "    fi\n"
           "    if [[ $words ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "    else COMPREPLY=($(compgen -f -- \"$current\")); fi\n"
           "}\n"
           "complete -o filenames -F _latentscape_cli latentscape-cli\n";
}

std::string zshScript(const std::vector<CommandPage>& pages) {
    const Cases cases = shellCases(pages, [](const std::string& words) { return "offered=(" + words + ")"; });
    return "#compdef latentscape-cli\n"
           "local -a offered\n"
           "if (( CURRENT == 2 )); then\n"
           "    offered=(" +
           commandNames(pages) +
           ")\n"
           "else\n"
           "    case $words[2]:$words[CURRENT-1] in\n" +
           cases.choices +
           "    esac\n"
           "    if (( ! $#offered )) && [[ $PREFIX == -* ]]; then\n"
           "        case $words[2] in\n" +
           cases.commands +
           "        esac\n"
           "    fi\n"
           "fi\n"
           "if (( $#offered )); then compadd -- $offered; else _files; fi\n";
}

/// In single quotes for fish.
std::string quotedForFish(const std::string& text) {
    std::string quoted = "'";
    for (const char character : text) {
        if (character == '\'' || character == '\\')
            quoted += '\\';
        quoted += character;
    }
    return quoted + "'";
}

/// The first sentence: a menu has one line for each option.
std::string firstSentence(const std::string& text) {
    return text.substr(0, std::min(text.find(". "), text.find(": ")));
}

std::string fishScript(const std::vector<CommandPage>& pages) {
    std::string script;
    for (const CommandPage& page : pages) {
        script += "complete -c latentscape-cli -n __fish_use_subcommand -f -a " + page.name + " -d " +
                  quotedForFish(page.help) + "\n";
        for (const OptionPage& option : page.options) {
            script += "complete -c latentscape-cli -n '__fish_seen_subcommand_from " + page.name + "' -l " +
                      option.name.substr(2);
            if (!option.choices.empty())
                script += " -x -a " + quotedForFish(joined(option.choices));
            else if (!option.type.empty())
                script += " -r";
            script += " -d " + quotedForFish(firstSentence(option.help)) + "\n";
        }
    }
    return script;
}

/// Text that roff takes as it stands.
std::string roff(const std::string& text) {
    std::string safe = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
    for (const char character : text) {
        if (character == '\\')
            safe += "\\e";
        else if (character == '-')
            safe += "\\-";
        else
            safe += character;
    }
    return safe;
}

std::string roffOptions(const std::vector<OptionPage>& options) {
    std::string text;
    for (const OptionPage& option : options) {
        text += ".TP\n\\fB" + roff(option.name) + "\\fR";
        if (!option.type.empty() && option.name.starts_with("--"))
            text += " \\fI" + roff(option.type) + "\\fR";
        text += "\n" + roff(option.help) + "\n";
    }
    return text;
}

}  // namespace

std::string completionScript(const CLI::App& app, const std::string& shell) {
    const std::vector<CommandPage> pages = commandPages(app);
    return shell == "bash" ? bashScript(pages) : shell == "zsh" ? zshScript(pages) : fishScript(pages);
}

std::string manualPage(const CLI::App& app) {
    std::string page =
        ".\\\" -*- coding: utf-8 -*-\n.TH LATENTSCAPE\\-CLI 1\n.SH NAME\nlatentscape\\-cli \\- " +
        roff(app.get_description()) +
        "\n.SH SYNOPSIS\n.B latentscape\\-cli\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH OPTIONS\n" +
        roffOptions(pageOf(app).options) + ".SH COMMANDS\n";
    for (const CommandPage& command : commandPages(app)) {
        page += ".SS latentscape\\-cli " + roff(command.name);
        for (const OptionPage& argument : command.arguments)
            page += " " + roff(argument.name);
        page +=
            "\n" + roff(command.help) + ".\n" + roffOptions(command.arguments) + roffOptions(command.options);
    }
    page +=
        ".SH EXIT STATUS\n0 done, 1 a replay did not lead to the same model, 2 wrong usage, 3 the data "
        "cannot be used, 4 training diverged, 5 a file could not be written, 130 interrupted with the run "
        "saved; a replay keeps nothing then.\n";
    return page;
}

void addHelpPageOptions(CLI::App& app) {
    const auto print = [](const std::string& text) {
        std::fputs(text.c_str(), stdout);
        throw CLI::Success();
    };
    app.add_option_function<std::string>(
           "--completion", [&app, print](const std::string& shell) { print(completionScript(app, shell)); },
           "Print a script that completes commands and options in a shell, and exit")
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    app.add_flag_callback(
        "--man", [&app, print] { print(manualPage(app)); }, "Print the manual page and exit");
}

}  // namespace latentscape::cli
