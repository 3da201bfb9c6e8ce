#pragma once

#include <QPointer>
#include <QPushButton>
#include <QWidget>

#include "ui/training/run_follower.h"

namespace latentscape::ui {

class ElidedLabel;

/// Says which run folder is followed, how old its newest record is, and whether its process still writes;
/// once it does not, the run can be gone on with here. Hidden while none is followed.
class FollowBar : public QWidget {
    Q_OBJECT

public:
    explicit FollowBar(QWidget* parent = nullptr);

    void setFollower(RunFollower& follower);
    QString text() const;

private:
    void showStatus();

    QPointer<RunFollower> m_follower;
    ElidedLabel* m_text;
    QPushButton* m_goOn;
};

}  // namespace latentscape::ui
