#include "ui/support/problem_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace latentscape::ui {

QString problemText(const Problem& problem) {
    const QString translated = QCoreApplication::translate("Problem", messageTemplate(problem.code));
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
