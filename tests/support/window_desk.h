#pragma once

#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <memory>

#include "tests/support/last_snapshot.h"
#include "ui/shell/main_window.h"

namespace latentscape::testing {

/// The real window, with settings of its own that are gone after the test.
class WindowDesk {
public:
    QTemporaryDir folder;
    ui::Settings settings{folder.filePath("settings.ini")};
    std::unique_ptr<ui::MainWindow> window = std::make_unique<ui::MainWindow>(settings);
    LastSnapshot snapshot;

    WindowDesk() {
        settings.setPace(0);
        window->resize(1280, 720);
        window->show();
        QObject::connect(&controller(), &ui::TrainingController::snapshotReady, window.get(),
                         [this](const LatentSnapshotPtr& latest) { snapshot = latest; });
    }

    ui::TrainingController& controller() { return window->controller(); }

    /// Types a value into the field of a hyperparameter, as on the keyboard; opens the fold that hides it.
    void type(const char* key, const QString& text) {
        auto* const editor = window->findChild<QWidget*>(key);
        if (!editor->isVisible())
            editor->parentWidget()->findChild<QToolButton*>()->click();
        auto* const field = editor->findChild<QLineEdit*>();
        field->selectAll();
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
    }
};

}  // namespace latentscape::testing
