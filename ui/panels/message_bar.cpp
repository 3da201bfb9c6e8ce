#include "ui/panels/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <utility>

#include "ui/support/icons.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

const QColor kErrorColour(0xD5, 0x5E, 0x00);
const QColor kNoteColour(0x56, 0xB4, 0xE9);
constexpr int kProgressWidth = 220;  // pixels

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent),
      m_icon(new QLabel(this)),
      m_text(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_offer(new QPushButton(this)),
      m_offerBeside(new QPushButton(this)),
      m_close(new QToolButton(this)) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_progress);
    layout->addWidget(m_offer, 0, Qt::AlignTop);
    layout->addWidget(m_offerBeside, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_progress->setRange(0, 100);
    m_progress->setFixedWidth(kProgressWidth);
    m_progress->hide();
    m_offer->setObjectName(QStringLiteral("offer"));
    m_offer->hide();
    connect(m_offer, &QPushButton::clicked, this, [this] {
        // The action may show another message.
        const std::function<void()> action = m_action;
        action();
    });
    m_offerBeside->setObjectName(QStringLiteral("offer-beside"));
    m_offerBeside->hide();
    connect(m_offerBeside, &QPushButton::clicked, this, [this] {
        const std::function<void()> action = m_actionBeside;
        action();
    });
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setObjectName(QStringLiteral("message"));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    applyPalette();
    hide();
}

void MessageBar::showError(const Problem& problem) {
    clear();
    showText(problemText(problem), true);
}

void MessageBar::showNotes(const Problems& problems) {
    if (problems.empty() || (m_isError && isVisible()))
        return;
    m_notes.insert(m_notes.end(), problems.begin(), problems.end());
    showAllNotes();
}

void MessageBar::showRemark(const QString& text) {
    if (m_isError && isVisible())
        return;
    m_remark = text;
    showAllNotes();
}

void MessageBar::showAllNotes() {
    QStringList texts{m_remark, problemsText(m_notes)};
    texts.removeAll(QString());
    showText(texts.join('\n'), false);
}

void MessageBar::showStatus(const QString& text) {
    if (m_isError)
        return;
    clear();
    showText(text, false);
}

void MessageBar::showProgress(const QString& text, double share, const QString& help,
                              std::function<void()> cancel) {
    if (m_isError)
        return;
    m_progress->setValue(int(100 * share));
    m_progress->setAccessibleName(text);
    m_progress->show();
    if (m_text->text() != text)
        showText(text, false);
    // Each time: what was shown meanwhile took the button away.
    if (cancel)
        offer(tr("Cancel"), help, std::move(cancel));
}

void MessageBar::offer(const QString& text, const QString& help, std::function<void()> action) {
    m_action = std::move(action);
    m_offer->setText(text);
    m_offer->setToolTip(help);
    m_offer->show();
}

void MessageBar::offerBeside(const QString& text, const QString& help, std::function<void()> action) {
    m_actionBeside = std::move(action);
    m_offerBeside->setText(text);
    m_offerBeside->setToolTip(help);
    m_offerBeside->show();
}

void MessageBar::clearError() {
    if (m_isError)
        clear();
}

void MessageBar::clear() {
    m_notes.clear();
    m_remark.clear();
    m_text->clear();
    m_progress->hide();
    m_offer->hide();
    m_offerBeside->hide();
    m_isError = false;
    hide();
}

void MessageBar::showText(const QString& text, bool isError) {
    m_isError = isError;
    m_text->setText(text);
    applyPalette();
    show();
    update();
}

void MessageBar::applyPalette() {
    const QIcon icon = themedIcon(m_isError ? QStringLiteral("warning") : QStringLiteral("info"), palette());
    m_icon->setPixmap(icon.pixmap(QSize(18, 18), devicePixelRatioF()));
    m_close->setIcon(themedIcon(QStringLiteral("close"), palette()));
}

void MessageBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyPalette();
}

void MessageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor colour = m_isError ? kErrorColour : kNoteColour;
    QColor tint = colour;
    tint.setAlphaF(0.14f);
    painter.fillRect(rect(), tint);
    painter.fillRect(QRect(0, 0, 3, height()), colour);
}

}  // namespace latentscape::ui
