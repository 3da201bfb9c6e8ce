#include "ui/import/dialect_form.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <algorithm>
#include <limits>

#include "core/data/cell_rules.h"

namespace latentscape::ui {
namespace {

/// A character as the data of an entry; 0 for none.
QVariant characterData(char character) {
    return int(character);
}

QVariant dataOf(const std::optional<char>& character) {
    return character ? characterData(*character) : QVariant();
}

std::optional<char> characterOf(const QComboBox& combo) {
    const QVariant data = combo.currentData();
    return data.isValid() ? std::optional(char(data.toInt())) : std::nullopt;
}

/// Chooses the entry with this data; one that the list does not have is added.
void choose(QComboBox& combo, const QVariant& data, const QString& text) {
    int at = data.isValid() ? combo.findData(data) : 0;
    if (at < 0) {
        combo.addItem(text, data);
        at = combo.count() - 1;
    }
    combo.setCurrentIndex(at);
}

QString textOf(const std::optional<char>& character) {
    return character ? QString(QLatin1Char(*character)) : QString();
}

}  // namespace

std::vector<std::string> listFromText(const QString& text) {
    std::vector<std::string> list;
    QString part;
    bool quoted = false;
    const auto finish = [&] {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            list.push_back(trimmed.toStdString());
        part.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isMark = text[i] == '"';
        const bool isDoubled = isMark && quoted && i + 1 < text.size() && text[i + 1] == '"';
        if (isMark && !isDoubled && (quoted || part.trimmed().isEmpty()))
            quoted = !quoted;
        else if (text[i] == ',' && !quoted)
            finish();
        else
            part += text[i];
        i += isDoubled ? 1 : 0;
    }
    finish();
    return list;
}

QString textFromList(const std::vector<std::string>& list) {
    QStringList texts;
    for (const std::string& token : list) {
        QString text = QString::fromStdString(token);
        if (text.contains(',') || text.startsWith('"'))
            text = '"' + text.replace('"', QStringLiteral("\"\"")) + '"';
        if (!text.isEmpty())
            texts << text;
    }
    return texts.join(QStringLiteral(", "));
}

DialectForm::DialectForm(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setVerticalSpacing(7);
    m_layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);

    m_delimiter =
        addLine(tr("&Delimiter"), QStringLiteral("delimiter"),
                tr("What stands between two cells. With the wrong one, everything lands in one column."),
                [](const CsvDialect& dialect) { return characterData(dialect.delimiter); });
    m_delimiter->addItem(tr("comma  ,"), characterData(','));
    m_delimiter->addItem(tr("semicolon  ;"), characterData(';'));
    m_delimiter->addItem(tr("tab"), characterData('\t'));
    m_delimiter->addItem(tr("pipe  |"), characterData('|'));
    m_delimiter->addItem(tr("space"), characterData(' '));

    m_header = addLine(tr("First &line"), QStringLiteral("header"),
                       tr("Whether the first line holds the names of the columns or already a row"),
                       [](const CsvDialect& dialect) { return dialect.header; });
    m_header->addItem(tr("names of columns"), true);
    m_header->addItem(tr("a row like the others"), false);

    m_decimal = addLine(tr("Deci&mal mark"), QStringLiteral("decimal"),
                        tr("What stands before the decimals of a number: 3.14 or 3,14"),
                        [](const CsvDialect& dialect) { return characterData(dialect.decimal); });
    m_decimal->addItem(tr("point  3.14"), characterData('.'));
    m_decimal->addItem(tr("comma  3,14"), characterData(','));

    m_thousands = addLine(tr("&Thousands"), QStringLiteral("thousands"),
                          tr("What groups the digits of large numbers by three, if anything: 1,234,567"),
                          [](const CsvDialect& dialect) { return characterData(dialect.thousands); });
    m_thousands->addItem(tr("not grouped"), characterData(0));
    m_thousands->addItem(tr("comma  1,234"), characterData(','));
    m_thousands->addItem(tr("point  1.234"), characterData('.'));
    m_thousands->addItem(tr("space  1 234"), characterData(' '));
    m_thousands->addItem(tr("apostrophe  1'234"), characterData('\''));

    m_encoding =
        addLine(tr("&Encoding"), QStringLiteral("encoding"),
                tr("How the bytes of the file spell letters. Wrong if ä, é or ß look odd in the preview."),
                [](const CsvDialect& dialect) { return QString::fromStdString(dialect.encoding); });
    for (const char* const name : {"UTF-8", "WINDOWS-1252", "ISO-8859-1", "ISO-8859-2", "ISO-8859-15",
                                   "WINDOWS-1251", "UTF-16LE", "UTF-16BE", "SHIFT_JIS", "GB18030"})
        m_encoding->addItem(QString::fromLatin1(name), QString::fromLatin1(name));

    m_comment = addLine(tr("&Comments"), QStringLiteral("comment"),
                        tr("Lines that begin with this character are passed over"),
                        [](const CsvDialect& dialect) { return characterData(dialect.comment); });
    m_comment->addItem(tr("none"), characterData(0));
    for (const char mark : {'#', '%', ';', '/'})
        m_comment->addItem(tr("lines with %1").arg(QLatin1Char(mark)), characterData(mark));

    m_ragged = addLine(tr("&Ragged lines"), QStringLiteral("ragged"),
                       tr("What happens to a line with more or fewer cells than the first one"), {});
    m_ragged->addItem(tr("stop and say where"), int(RaggedLines::Stop));
    m_ragged->addItem(tr("fill with missing, and list"), int(RaggedLines::Fill));
    m_ragged->addItem(tr("leave out, and list"), int(RaggedLines::Drop));
    addMissingTokens();
    addSample();
    setOptions({});
}

QComboBox* DialectForm::addLine(const QString& title, const QString& name, const QString& help,
                                std::function<QVariant(const CsvDialect&)> found) {
    auto* const label = new QLabel(title, this);
    auto* const combo = new QComboBox(this);
    label->setBuddy(combo);
    label->setToolTip(help);
    combo->setToolTip(help);
    combo->setObjectName(name);
    combo->setAccessibleName(QString(title).remove('&'));
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(18);
    if (found)
        combo->addItem(QString());
    m_layout->addRow(label, combo);
    m_lines.push_back({label, combo, std::move(found)});
    connect(combo, &QComboBox::activated, this, [this] {
        markByHand();
        emit edited();
    });
    return combo;
}

void DialectForm::addMissingTokens() {
    m_missingLabel = new QLabel(tr("Mi&ssing"), this);
    m_missing = new QLineEdit(this);
    m_missing->setObjectName(QStringLiteral("missing"));
    m_missing->setAccessibleName(tr("Texts that mean missing"));
    const QString help = tr(
        "Texts that stand for “no value” in any column, with commas between them; empty "
        "cells always do. One that holds a comma stands in quotation marks. Take NA out if it is a name in "
        "your table.");
    m_missing->setToolTip(help);
    m_missingLabel->setToolTip(help);
    m_missingLabel->setBuddy(m_missing);
    m_layout->addRow(m_missingLabel, m_missing);
    connect(m_missing, &QLineEdit::editingFinished, this, [this] {
        if (!m_missing->isModified())
            return;
        m_missing->setModified(false);
        markByHand();
        emit edited();
    });
}

void DialectForm::addSample() {
    m_sampleLabel = new QLabel(tr("Ro&ws"), this);
    m_sample = new QSpinBox(this);
    m_sample->setObjectName(QStringLiteral("sample-rows"));
    m_sample->setAccessibleName(tr("Rows to read"));
    const QString help =
        tr("Read so many rows, drawn at random from the whole file, where there are more than "
           "fit in memory or are needed");
    m_sample->setToolTip(help);
    m_sampleLabel->setToolTip(help);
    m_sampleLabel->setBuddy(m_sample);
    m_sample->setRange(0, std::numeric_limits<int>::max());
    m_sample->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_sample->setGroupSeparatorShown(true);
    m_sample->setSpecialValueText(tr("all"));
    m_sample->setKeyboardTracking(false);
    m_layout->addRow(m_sampleLabel, m_sample);
    connect(m_sample, &QSpinBox::valueChanged, this, [this] {
        markByHand();
        emit edited();
    });
}

void DialectForm::setOptions(const CsvOptions& options) {
    choose(*m_delimiter, dataOf(options.delimiter), textOf(options.delimiter));
    choose(*m_header, options.header ? QVariant(*options.header) : QVariant(), {});
    choose(*m_decimal, dataOf(options.decimal), textOf(options.decimal));
    choose(*m_thousands, dataOf(options.thousands), textOf(options.thousands));
    const QString encoding = QString::fromStdString(options.encoding.value_or(""));
    choose(*m_encoding, options.encoding ? QVariant(encoding) : QVariant(), encoding);
    choose(*m_comment, dataOf(options.comment), textOf(options.comment));
    choose(*m_ragged, int(options.raggedLines), {});
    for (const Line& line : m_lines) {
        if (line.found)
            line.combo->setItemText(0, tr("found by itself"));
    }
    m_missing->setText(textFromList(options.missingTokens.value_or(usualMissingTokens())));
    m_missing->setCursorPosition(0);
    const QSignalBlocker quiet(m_sample);
    m_sample->setValue(int(std::min(options.sampleRows.value_or(0), Index(m_sample->maximum()))));
    markByHand();
}

void DialectForm::showFound(const CsvDialect& dialect) {
    for (const Line& line : m_lines) {
        // The dialect repeats what was told.
        if (!line.found || line.combo->currentIndex() > 0)
            continue;
        const QVariant found = line.found(dialect);
        const int at = line.combo->findData(found);
        line.combo->setItemText(0, tr("found: %1").arg(at > 0 ? line.combo->itemText(at) : found.toString()));
    }
}

void DialectForm::writeTo(CsvOptions& options) const {
    options.delimiter = characterOf(*m_delimiter);
    const QVariant header = m_header->currentData();
    options.header = header.isValid() ? std::optional(header.toBool()) : std::nullopt;
    options.decimal = characterOf(*m_decimal);
    options.thousands = characterOf(*m_thousands);
    const QVariant encoding = m_encoding->currentData();
    options.encoding = encoding.isValid() ? std::optional(encoding.toString().toStdString()) : std::nullopt;
    options.comment = characterOf(*m_comment);
    options.raggedLines = RaggedLines(m_ragged->currentData().toInt());
    std::vector<std::string> tokens = listFromText(m_missing->text());
    const bool usual = m_missing->text() == textFromList(usualMissingTokens());
    options.sampleRows = m_sample->value() > 0 ? std::optional(Index(m_sample->value())) : std::nullopt;
    options.missingTokens = usual ? std::nullopt : std::optional(std::move(tokens));
}

void DialectForm::markByHand() {
    const auto mark = [this](QLabel& label, QWidget& field, bool byHand) {
        QFont marked = font();
        marked.setBold(byHand);
        label.setFont(marked);
        field.setFont(marked);
        field.setAccessibleDescription(byHand ? tr("Set by hand") : QString());
    };
    for (const Line& line : m_lines)
        mark(*line.label, *line.combo, line.combo->currentIndex() > 0);
    mark(*m_sampleLabel, *m_sample, m_sample->value() > 0);
    mark(*m_missingLabel, *m_missing, m_missing->text() != textFromList(usualMissingTokens()));
}

}  // namespace latentscape::ui
