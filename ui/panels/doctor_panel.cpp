#include "ui/panels/doctor_panel.h"

#include <QEvent>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

#include "ui/panels/elided_label.h"
#include "ui/panels/panel_colours.h"
#include "ui/support/finding_text.h"
#include "ui/support/format.h"
#include "ui/support/icons.h"
#include "ui/training/edit_summary.h"

namespace latentscape::ui {
namespace {

constexpr int kIconSize = 16;
/// Taller findings are scrolled, so that the hyperparameters keep their room.
constexpr int kLargestHeight = 220;

QLabel* paragraph(const QString& text, QWidget* parent) {
    auto* const label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

/// `β (KL weight) 4 → 1`, for each change.
QStringList changeTexts(const std::vector<HyperparameterEdit>& edits) {
    QStringList texts;
    for (const HyperparameterEdit& edit : edits)
        texts << changeText(edit);
    return texts;
}

}  // namespace

DoctorPanel::DoctorPanel(TrainingController& controller, Doctor& doctor, QWidget* parent)
    : QWidget(parent),
      m_controller(controller),
      m_doctor(doctor),
      m_calm(new ElidedLabel(this)),
      m_scroll(new QScrollArea(this)) {
    auto* const content = new QWidget(this);
    m_cards = new QVBoxLayout(content);
    m_cards->setContentsMargins(12, 3, 6, 4);
    m_cards->setSpacing(8);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_calm->setObjectName(QStringLiteral("calm"));
    m_calm->setContentsMargins(12, 3, 12, 4);
    m_calm->setToolTip(tr(
        "<p>Looked at, every few seconds: whether the losses are finite and on their course, learning rate, "
        "validation against training, which latent dimensions are in use and whether they follow the prior, "
        "columns that are hardly explained or known exactly, and simpler models on the same rows.</p>"));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_calm);
    layout->addWidget(m_scroll, 1);
    connect(&doctor, &Doctor::changed, this, &DoctorPanel::showFindings);
    // A change that is made elsewhere needs no button any more.
    connect(&controller, &TrainingController::hyperparametersChanged, this, &DoctorPanel::showFindings);
    connect(&controller, &TrainingController::stateChanged, this, &DoctorPanel::showFindings);
    makeQuiet(*m_calm, palette());
    showFindings();
}

QString DoctorPanel::calmText() const {
    if (!m_controller.hasRun())
        return tr("No run to look at");
    if (m_doctor.examinedEpoch() < 0)
        return tr("Has a first look after 20 epochs");
    return tr("Nothing to worry about (looked at epoch %1)").arg(countText(qint64(m_doctor.examinedEpoch())));
}

void DoctorPanel::showFindings() {
    m_calm->setText(calmText());
    std::vector<std::pair<Finding, std::vector<HyperparameterEdit>>> shown;
    for (const Finding& finding : m_doctor.findings())
        shown.emplace_back(finding, m_doctor.remedy(finding));
    m_calm->setVisible(shown.empty());
    m_scroll->setVisible(!shown.empty());
    if (shown != m_shown) {
        m_shown = std::move(shown);
        while (QLayoutItem* const item = m_cards->takeAt(0)) {
            // Not at once: one of its buttons may be why it goes.
            if (item->widget()) {
                item->widget()->hide();
                item->widget()->deleteLater();
            }
            delete item;
        }
        for (const auto& [finding, remedy] : m_shown) {
            QWidget* const added = card(finding);
            m_cards->addWidget(added);
            // A hidden one would count as empty when the height is measured.
            added->show();
        }
        m_cards->addStretch(1);
    }
    // What another process trains is changed there alone.
    for (QPushButton* const apply : findChildren<QPushButton*>(QStringLiteral("apply")))
        apply->setEnabled(!m_controller.isFollowing());
    fitHeight();
}

QWidget* DoctorPanel::card(const Finding& finding) {
    auto* const card = new QWidget(m_scroll->widget());
    card->setObjectName(QStringLiteral("finding"));
    auto* const layout = new QGridLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(6);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(1, 1);

    auto* const icon = new QLabel(card);
    icon->setPixmap(themedIcon(QStringLiteral("warning"), palette())
                        .pixmap(QSize(kIconSize, kIconSize), devicePixelRatioF()));
    layout->addWidget(icon, 0, 0, Qt::AlignTop);
    const FindingWords words = findingWords(finding);
    QLabel* const what = paragraph(words.what, card);
    QFont bold = what->font();
    bold.setBold(true);
    what->setFont(bold);
    layout->addWidget(what, 0, 1);

    auto* const dismiss = new QToolButton(card);
    dismiss->setObjectName(QStringLiteral("dismiss"));
    dismiss->setAutoRaise(true);
    dismiss->setIcon(themedIcon(QStringLiteral("close"), palette()));
    dismiss->setToolTip(tr("Do not tell this again in this run"));
    dismiss->setAccessibleName(tr("Dismiss: %1").arg(what->text()));
    connect(dismiss, &QToolButton::clicked, &m_doctor,
            [this, kind = finding.kind] { m_doctor.dismiss(kind); });
    layout->addWidget(dismiss, 0, 2, Qt::AlignTop);

    QLabel* const evidence = paragraph(words.evidence, card);
    makeQuiet(*evidence, palette());
    layout->addWidget(evidence, 1, 1, 1, 2);
    layout->addWidget(paragraph(words.advice, card), 2, 1, 1, 2);

    const std::vector<HyperparameterEdit> edits = m_doctor.remedy(finding);
    if (edits.empty() && !finding.goBack)
        return card;
    const QStringList changes = changeTexts(edits);
    const QString offer =
        ((finding.goBack ? QStringList(tr("Go back and run on")) : QStringList()) + changes).join('\n');
    auto* const apply = new QPushButton(offer, card);
    apply->setObjectName(QStringLiteral("apply"));
    apply->setAccessibleName(offer);
    const bool waits = std::ranges::any_of(edits, [](const HyperparameterEdit& edit) {
        return hyperparameterSpec(edit.key).effect == HyperparameterEffect::Restart;
    });
    apply->setToolTip(waits ? tr("Change this; it takes effect at the next restart")
                            : tr("Change this now; the run goes on"));
    connect(apply, &QPushButton::clicked, this, [this, finding, name = changes.join(QStringLiteral(", "))] {
        try {
            m_doctor.apply(finding, name);
        } catch (const Error& error) {
            emit refused(error.problem());
        }
    });
    layout->addWidget(apply, 3, 1, 1, 2, Qt::AlignLeft);
    return card;
}

QSize DoctorPanel::sizeHint() const {
    const int width = QWidget::sizeHint().width();
    if (m_shown.empty())
        return {width, m_calm->sizeHint().height()};
    const int inner = std::max(120, m_scroll->viewport()->width());
    return {width,
            m_cards->hasHeightForWidth() ? m_cards->heightForWidth(inner) : m_cards->sizeHint().height()};
}

void DoctorPanel::fitHeight() {
    const int height = std::min(sizeHint().height(), kLargestHeight);
    if (minimumHeight() == height && maximumHeight() == height)
        return;
    emit aboutToFit();
    setFixedHeight(height);
    emit fitted();
}

void DoctorPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        QMetaObject::invokeMethod(this, &DoctorPanel::fitHeight, Qt::QueuedConnection);
}

void DoctorPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        makeQuiet(*m_calm, palette());
        m_shown.clear();
        showFindings();
    }
}

}  // namespace latentscape::ui
