#include "ui/panels/follow_bar.h"

#include <QDir>
#include <QHBoxLayout>

#include "ui/panels/elided_label.h"

namespace latentscape::ui {
namespace {

QString ageText(double seconds) {
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 60 * kMinute;
    constexpr qint64 kDay = 24 * kHour;
    const auto whole = qint64(seconds);
    if (whole < kMinute)
        return FollowBar::tr("%1 s ago").arg(whole);
    if (whole < kHour)
        return FollowBar::tr("%1 min ago").arg(whole / kMinute);
    return whole < kDay ? FollowBar::tr("%1 h ago").arg(whole / kHour)
                        : FollowBar::tr("%1 d ago").arg(whole / kDay);
}

}  // namespace

FollowBar::FollowBar(QWidget* parent)
    : QWidget(parent), m_text(new ElidedLabel(this)), m_goOn(new QPushButton(tr("Go on from here"), this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 3, 6, 3);
    layout->setSpacing(10);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_goOn);
    m_text->setObjectName(QStringLiteral("followed"));
    m_goOn->setObjectName(QStringLiteral("take-over"));
    connect(m_goOn, &QPushButton::clicked, this, [this] {
        if (m_follower)
            m_follower->takeOver();
    });
    showStatus();
}

void FollowBar::setFollower(RunFollower& follower) {
    if (m_follower)
        m_follower->disconnect(this);
    m_follower = &follower;
    connect(&follower, &RunFollower::statusChanged, this, &FollowBar::showStatus);
    showStatus();
}

QString FollowBar::text() const {
    return m_text->text();
}

void FollowBar::showStatus() {
    const bool isShown = m_follower && m_follower->isShown();
    setVisible(isShown);
    if (!isShown)
        return;
    const QString folder = QDir::toNativeSeparators(m_follower->folder());
    const QString age = ageText(m_follower->secondsOld());
    if (m_follower->isGone())
        m_text->setText(
            tr("The run folder is no longer there; what it has told stays on screen · %1").arg(folder));
    else if (m_follower->isWritten())
        m_text->setText(tr("Trained by another process · newest record %1 · %2").arg(age, folder));
    else
        m_text->setText(tr("No process trains it any more · newest record %1 · %2").arg(age, folder));
    m_text->setToolTip(m_text->text());
    m_goOn->setEnabled(m_follower->canTakeOver());
    m_goOn->setToolTip(m_follower->canTakeOver()
                           ? tr("Train on from its last checkpoint in this window; the folder stays as it is")
                       : m_follower->isWritten() ? tr("Possible once the process that trains it has ended")
                                                 : tr("Needs the run's table and its last checkpoint"));
}

}  // namespace latentscape::ui
