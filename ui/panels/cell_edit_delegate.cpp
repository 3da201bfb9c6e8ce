#include "ui/panels/cell_edit_delegate.h"

#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QValidator>
#include <algorithm>

#include "ui/models/reconstruction_model.h"
#include "ui/plots/palette.h"

namespace latentscape::ui {
namespace {

constexpr int kPadding = 4;

/// A field with a line of text below it, or above where there is no room, as long as it holds what is
/// refused.
class CellEditor : public QLineEdit {
public:
    CellEditor(QWidget* parent, const ReconstructionModel& model, const QModelIndex& index)
        : QLineEdit(parent), m_model(model), m_index(index), m_complaint(new QLabel(parent)) {
        setFrame(false);
        setAutoFillBackground(true);
        setPlaceholderText(CellEditDelegate::tr("missing"));
        m_complaint->setObjectName(QStringLiteral("complaint"));
        m_complaint->setWordWrap(true);
        m_complaint->setMargin(kPadding);
        m_complaint->setAutoFillBackground(true);
        QPalette warning = palette();
        const PlotTheme theme = PlotTheme::fromPalette(palette());
        warning.setColor(QPalette::Window, theme.surface);
        warning.setColor(QPalette::WindowText, theme.failure);
        m_complaint->setPalette(warning);
        m_complaint->setFrameShape(QFrame::Box);
        m_complaint->hide();
        setValidator(new Refusal(*this));
        connect(this, &QLineEdit::textChanged, this, &CellEditor::judge);
    }
    // Both belong to the viewport, and the complaint goes when the editor does.
    ~CellEditor() override {
        if (m_complaint)
            m_complaint->deleteLater();
    }

private:
    /// Keeps what is refused from being entered, and lets it be written.
    class Refusal : public QValidator {
    public:
        explicit Refusal(CellEditor& editor) : QValidator(&editor), m_editor(editor) {}
        State validate(QString& text, int&) const override {
            return m_editor.refusal(text).isEmpty() ? Acceptable : Intermediate;
        }

    private:
        const CellEditor& m_editor;
    };

    QString refusal(const QString& text) const {
        return m_index.isValid() ? m_model.refusal(m_index, text) : QString();
    }

    void judge(const QString& text) {
        const QString reason = refusal(text);
        m_complaint->setVisible(!reason.isEmpty());
        if (reason.isEmpty())
            return;
        m_complaint->setText(reason);
        setAccessibleDescription(reason);
        const int width = parentWidget()->width();
        const int height = m_complaint->heightForWidth(width);
        const int below = geometry().bottom() + 1;
        const int top = below + height <= parentWidget()->height() ? below : geometry().top() - height;
        m_complaint->setGeometry(0, top, width, height);
        m_complaint->raise();
    }

    const ReconstructionModel& m_model;
    QPersistentModelIndex m_index;
    QPointer<QLabel> m_complaint;
};

}  // namespace

QWidget* CellEditDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&,
                                        const QModelIndex& index) const {
    const auto* const model = qobject_cast<const ReconstructionModel*>(index.model());
    if (!model)
        return nullptr;
    auto* const editor = new CellEditor(parent, *model, index);
    editor->setAccessibleName(
        tr("New value of %1").arg(model->index(index.row(), ReconstructionModel::Name).data().toString()));
    if (const QStringList categories = model->categories(index); !categories.empty()) {
        auto* const completer = new QCompleter(categories, editor);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        // In the field: a list would take Enter for itself.
        completer->setCompletionMode(QCompleter::InlineCompletion);
        editor->setCompleter(completer);
    }
    return editor;
}

void CellEditDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    // While a model trains, values are renewed all the time; what a person is writing stays.
    auto* const field = static_cast<QLineEdit*>(editor);
    if (field->isModified() || (!field->text().isEmpty() && field->hasFocus()))
        return;
    field->setText(index.data(Qt::EditRole).toString());
    field->selectAll();
}

void CellEditDelegate::setModelData(QWidget* editor, QAbstractItemModel* model,
                                    const QModelIndex& index) const {
    const auto* const field = static_cast<QLineEdit*>(editor);
    if (field->hasAcceptableInput())
        model->setData(index, field->text(), Qt::EditRole);
}

}  // namespace latentscape::ui
