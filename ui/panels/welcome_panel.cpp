#include "ui/panels/welcome_panel.h"

#include <QCommandLinkButton>
#include <QCoreApplication>
#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include "core/data/generators.h"
#include "ui/support/icons.h"

namespace latentscape::ui {
namespace {

QLabel* heading(const QString& text, qreal scale, QWidget* parent) {
    auto* const label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

}  // namespace

const QList<Sample>& samples() {
    static const QList<Sample> list{
        {QCoreApplication::translate("Samples", "Digits"),
         QCoreApplication::translate("Samples", "1,797 handwritten digits, 8 × 8 pixels"),
         QStringLiteral(":/datasets/digits.csv")},
        {QCoreApplication::translate("Samples", "Penguins"),
         QCoreApplication::translate("Samples", "344 birds, numbers and categories, some missing"),
         QStringLiteral(":/datasets/penguins.csv")},
        {QCoreApplication::translate("Samples", "Wine"),
         QCoreApplication::translate("Samples", "178 wines, 13 chemical measures"),
         QStringLiteral(":/datasets/wine.csv")},
        {QCoreApplication::translate("Samples", "Breast cancer"),
         QCoreApplication::translate("Samples", "569 cell samples, 30 measures"),
         QStringLiteral(":/datasets/breast_cancer.csv")},
        {QCoreApplication::translate("Samples", "Iris"),
         QCoreApplication::translate("Samples", "150 flowers, 4 measures"),
         QStringLiteral(":/datasets/iris.csv")},
    };
    return list;
}

const QList<Sample>& generatedSamples() {
    static const QList<Sample> list = [] {
        QList<Sample> made;
        for (const Generator& generator : generators())
            made << Sample{
                QCoreApplication::translate("Generators", generator.title.data()),
                QCoreApplication::translate("Generators", generator.description.data()),
                QString::fromStdString(std::string(kGeneratedPrefix) + std::string(generator.name))};
        return made;
    }();
    return list;
}

WelcomePanel::WelcomePanel(QWidget* parent) : QWidget(parent) {
    auto* const content = new QWidget(this);
    content->setMaximumWidth(640);
    auto* const layout = new QVBoxLayout(content);
    layout->setSpacing(10);
    layout->addWidget(heading(tr("Watch a model learn your table"), 1.9, content));
    auto* const lead = new QLabel(tr("Open a CSV and press run: a variational autoencoder draws your rows as "
                                     "a map while it learns them. Click any "
                                     "point to see its row beside what the model makes of it."),
                                  content);
    lead->setWordWrap(true);
    layout->addWidget(lead);
    auto* const open = new QPushButton(tr("Open a CSV…"), content);
    open->setDefault(true);
    open->setObjectName(QStringLiteral("open"));
    connect(open, &QPushButton::clicked, this, &WelcomePanel::openRequested);
    layout->addWidget(open, 0, Qt::AlignLeft);
    auto* const hint = new QLabel(tr("or drop the file anywhere on this window"), content);
    hint->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(hint);
    layout->addSpacing(12);

    layout->addWidget(heading(tr("Samples"), 1.15, content));
    auto* const grid = new QGridLayout;
    grid->setSpacing(6);
    for (int i = 0; i < samples().size(); ++i) {
        const Sample& sample = samples()[i];
        QAbstractButton* const button = addSample(content, sample.title, sample.description);
        connect(button, &QAbstractButton::clicked, this,
                [this, path = sample.path] { emit fileChosen(path); });
        grid->addWidget(button, i / 2, i % 2);
    }
    // Behind one button, as there is more to look at on this page than anyone came for.
    QAbstractButton* const generated =
        addSample(content, tr("Generated…"), tr("Made-up tables whose truth is known"));
    generated->setObjectName(QStringLiteral("generated"));
    connect(generated, &QAbstractButton::clicked, this, [this, generated] { showGenerated(generated); });
    grid->addWidget(generated, int(samples().size()) / 2, int(samples().size()) % 2);
    layout->addLayout(grid);
    m_recent = new QVBoxLayout;
    layout->addLayout(m_recent);

    applyPalette();

    auto* const outer = new QGridLayout(this);
    outer->setRowStretch(0, 2);
    outer->setRowStretch(2, 3);
    outer->setColumnStretch(0, 1);
    outer->setColumnStretch(1, 4);
    outer->setColumnStretch(2, 1);
    outer->addWidget(content, 1, 1);
}

QAbstractButton* WelcomePanel::addSample(QWidget* parent, const QString& title, const QString& description) {
    auto* const button = new QCommandLinkButton(title, description, parent);
    button->setAccessibleDescription(description);
    m_samples << button;
    return button;
}

void WelcomePanel::showGenerated(QWidget* below) {
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Sample& sample : generatedSamples())
        connect(menu->addAction(tr("%1 — %2").arg(sample.title, sample.description)), &QAction::triggered,
                this, [this, path = sample.path] { emit fileChosen(path); });
    menu->popup(below->mapToGlobal(QPoint(0, below->height())));
}

void WelcomePanel::applyPalette() {
    for (QAbstractButton* const button : m_samples)
        button->setIcon(themedIcon(QStringLiteral("data"), palette()));
}

void WelcomePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}

void WelcomePanel::setRecentFiles(const QStringList& paths) {
    while (QLayoutItem* const item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (paths.isEmpty())
        return;
    m_recent->addSpacing(12);
    m_recent->addWidget(heading(tr("Recent files"), 1.15, this));
    for (const QString& path : paths) {
        auto* const button =
            new QPushButton(QFileInfo(path).fileName().replace('&', QLatin1String("&&")), this);
        button->setFlat(true);
        button->setToolTip(path);
        button->setStyleSheet(QStringLiteral("text-align: left; padding: 3px 6px;"));
        connect(button, &QPushButton::clicked, this, [this, path] { emit fileChosen(path); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
}

}  // namespace latentscape::ui
