#include "ui/support/problem_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace latentscape::ui {

namespace {

/// What to do about it depends on where it happens.
const char* templateOf(const Problem& problem) {
    if (problem.code == ProblemCode::RunInUse && problem.facts.contains("watched"))
        return QT_TRANSLATE_NOOP("Problem",
                                 "The run {watched} is only watched here and cannot be changed. Press “Go on "
                                 "from here” to train it in this window, once no other process does.");
    return messageTemplate(problem.code);
}

}  // namespace

QString problemText(const Problem& problem) {
    const QString translated = QCoreApplication::translate("Problem", templateOf(problem));
    return QString::fromStdString(fillPlaceholders(translated.toStdString(), problem.facts));
}

QString problemsText(const Problems& problems, int shown) {
    QStringList lines;
    for (int i = 0; i < int(problems.size()) && i < shown; ++i)
        lines << problemText(problems[std::size_t(i)]);
    const int more = int(problems.size()) - shown;
    if (more > 0)
        lines << QCoreApplication::translate("Problem", "… and %n more notes of this kind.", nullptr, more);
    return lines.join('\n');
}

}  // namespace latentscape::ui
