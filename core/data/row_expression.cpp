#include "core/data/row_expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace latentscape {
namespace {

/// Parentheses and signs within each other.
constexpr int kDeepest = 100;

constexpr std::array<std::pair<std::string_view, Comparison>, 6> kComparisons{
    {{"==", Comparison::Equal},
     {"!=", Comparison::NotEqual},
     {"<=", Comparison::LessOrEqual},
     {">=", Comparison::GreaterOrEqual},
     {"<", Comparison::Less},
     {">", Comparison::Greater}}};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// Letters beyond ASCII belong to names, in whatever encoding.
bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

bool isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '.';
}

/// One word, number, text or sign of the expression.
struct Token {
    enum class Kind { Name, QuotedName, Number, Text, Sign, End };
    Kind kind = Kind::End;
    /// As it stands; without quotes and backticks.
    std::string text;
    double number = 0;
    /// Bytes before it.
    std::size_t at = 0;
};

/// A part of the expression that has been read.
struct Operand {
    enum class Kind { Number, Date, Text, Truth };
    Kind kind = Kind::Number;
    std::size_t at = 0;
    /// Of a Number, a Date or a Truth.
    std::vector<RowStep> steps;
    /// Of a Text.
    RowText text = {};
};

class Parser {
public:
    Parser(const std::string& expression, const Dataset& dataset)
        : m_expression(expression), m_dataset(dataset) {
        advance();
    }

    std::vector<RowStep> parse() {
        Operand whole = parseOr();
        if (m_token.kind != Token::Kind::End)
            throw wrong(m_token.at, "an operator such as && or == is expected before “" + m_token.text + "”");
        requireTruth(whole);
        return std::move(whole.steps);
    }

private:
    Error wrong(std::size_t at, const std::string& reason) const {
        // Positions count characters; the bytes that continue one in UTF-8 are none.
        int position = 1;
        for (std::size_t i = 0; i < at; ++i)
            position += (m_expression[i] & 0xC0) != 0x80 ? 1 : 0;
        return Error(ProblemCode::FilterNotUnderstood,
                     {{"filter", m_expression}, {"position", std::to_string(position)}, {"reason", reason}});
    }

    char charAt(std::size_t at) const { return at < m_expression.size() ? m_expression[at] : '\0'; }

    void advance() {
        while (m_next < m_expression.size() &&
               std::string_view(" \t\r\n").find(m_expression[m_next]) != std::string_view::npos)
            ++m_next;
        m_token = {.at = m_next};
        if (m_next >= m_expression.size())
            return;
        const char first = m_expression[m_next];
        if (first == '`' || first == '"' || first == '\'')
            readQuoted(first);
        else if (isDigit(first) || (first == '.' && isDigit(charAt(m_next + 1))))
            readNumber();
        else if (isNameStart(first))
            readName();
        else
            readSign();
    }

    void readQuoted(char quote) {
        m_token.kind = quote == '`' ? Token::Kind::QuotedName : Token::Kind::Text;
        for (++m_next; m_next < m_expression.size(); ++m_next) {
            // A quote that is doubled belongs to the text.
            if (m_expression[m_next] == quote && charAt(++m_next) != quote)
                return;
            m_token.text += m_expression[m_next];
        }
        throw wrong(m_token.at, "what is opened by " + std::string(1, quote) + " here is never closed");
    }

    void readNumber() {
        const char* const begin = m_expression.data() + m_next;
        const char* const end = m_expression.data() + m_expression.size();
        const std::from_chars_result read = std::from_chars(begin, end, m_token.number);
        m_token.kind = Token::Kind::Number;
        m_token.text.assign(begin, read.ptr);
        m_next += std::size_t(read.ptr - begin);
        if (read.ec != std::errc() || isNamePart(charAt(m_next)))
            throw wrong(m_token.at, "a number is expected here, with a point and without separators");
    }

    void readName() {
        m_token.kind = Token::Kind::Name;
        while (isNamePart(charAt(m_next)))
            m_token.text += m_expression[m_next++];
    }

    void readSign() {
        m_token.kind = Token::Kind::Sign;
        for (const std::string_view sign :
             {"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")", "+", "-", "*", "/"})
            if (std::string_view(m_expression).substr(m_next).starts_with(sign)) {
                m_token.text = sign;
                m_next += sign.size();
                return;
            }
        const std::string sign(1, m_expression[m_next]);
        if (sign == "=" || sign == "&" || sign == "|")
            throw wrong(m_next, "write " + sign + sign + " instead of " + sign);
        throw wrong(m_next, "“" + sign + "” has no meaning here");
    }

    bool isSign(std::string_view sign) const {
        return m_token.kind == Token::Kind::Sign && m_token.text == sign;
    }

    bool accept(std::string_view sign) {
        if (!isSign(sign))
            return false;
        advance();
        return true;
    }

    void requireTruth(const Operand& operand) const {
        if (operand.kind != Operand::Kind::Truth)
            throw wrong(
                operand.at,
                "what begins here is no yes-or-no question; compare it with something, as in age >= 18");
    }

    void requireNumber(Operand& operand) const {
        if (operand.kind == Operand::Kind::Text && operand.text.column) {
            const Column& column = m_dataset.column(*operand.text.column);
            if (categoryCodes(column).empty())
                throw wrong(operand.at,
                            "column “" + column.name + "” holds texts, where a number is expected");
            operand.steps = {{.kind = RowStep::Kind::Code, .column = *operand.text.column}};
            operand.kind = Operand::Kind::Number;
        }
        if (operand.kind == Operand::Kind::Text)
            throw wrong(operand.at, "“" + operand.text.text +
                                        "” is in quotes, where a number is expected; leave the quotes out");
        if (operand.kind == Operand::Kind::Truth)
            throw wrong(operand.at, "what begins here is a yes or no, where a number is expected");
    }

    /// A text beside a date is the date that it spells.
    void readDate(Operand& operand) const {
        const std::optional<DateTime> date =
            operand.text.column ? std::nullopt : parseDateTime(operand.text.text, DateOrder::YearMonthDay);
        if (!date)
            throw wrong(operand.at,
                        "a date is expected here, written as \"2024-03-31\" or "
                        "\"2024-03-31T14:05\"");
        operand.kind = Operand::Kind::Date;
        operand.steps = {{.kind = RowStep::Kind::Number, .number = date->seconds}};
    }

    static Operand joined(Operand left, Operand right, RowStep step, Operand::Kind kind) {
        left.steps.insert(left.steps.end(), std::make_move_iterator(right.steps.begin()),
                          std::make_move_iterator(right.steps.end()));
        left.steps.push_back(std::move(step));
        left.kind = kind;
        return left;
    }

    Operand parseOr() {
        Operand left = parseAnd();
        while (accept("||")) {
            Operand right = parseAnd();
            requireTruth(left);
            requireTruth(right);
            left =
                joined(std::move(left), std::move(right), {.kind = RowStep::Kind::Or}, Operand::Kind::Truth);
        }
        return left;
    }

    Operand parseAnd() {
        Operand left = parseComparison();
        while (accept("&&")) {
            Operand right = parseComparison();
            requireTruth(left);
            requireTruth(right);
            left =
                joined(std::move(left), std::move(right), {.kind = RowStep::Kind::And}, Operand::Kind::Truth);
        }
        return left;
    }

    Operand parseComparison() {
        Operand left = parseSum();
        while (m_token.kind == Token::Kind::Sign) {
            const auto found = std::find_if(kComparisons.begin(), kComparisons.end(),
                                            [&](const auto& entry) { return entry.first == m_token.text; });
            if (found == kComparisons.end())
                break;
            if (left.kind == Operand::Kind::Truth)
                throw wrong(m_token.at, "a comparison cannot be compared again; join two of them by &&");
            advance();
            left = compared(std::move(left), parseSum(), found->second);
        }
        return left;
    }

    Operand compared(Operand left, Operand right, Comparison comparison) const {
        if (left.kind == Operand::Kind::Text && right.kind == Operand::Kind::Text)
            return {.kind = Operand::Kind::Truth,
                    .at = left.at,
                    .steps = {{.kind = RowStep::Kind::CompareTexts,
                               .comparison = comparison,
                               .left = std::move(left.text),
                               .right = std::move(right.text)}}};
        if (left.kind == Operand::Kind::Date && right.kind == Operand::Kind::Text)
            readDate(right);
        else if (right.kind == Operand::Kind::Date && left.kind == Operand::Kind::Text)
            readDate(left);
        if ((left.kind == Operand::Kind::Date) != (right.kind == Operand::Kind::Date))
            throw wrong(left.kind == Operand::Kind::Date ? right.at : left.at,
                        "a date is expected here, written as \"2024-03-31\" or \"2024-03-31T14:05\"");
        if (left.kind != Operand::Kind::Date) {
            requireNumber(left);
            requireNumber(right);
        }
        return joined(std::move(left), std::move(right),
                      {.kind = RowStep::Kind::Compare, .comparison = comparison}, Operand::Kind::Truth);
    }

    Operand parseSum() {
        Operand left = parseProduct();
        while (isSign("+") || isSign("-")) {
            const RowStep::Kind kind = isSign("+") ? RowStep::Kind::Add : RowStep::Kind::Subtract;
            advance();
            left = calculated(std::move(left), parseProduct(), kind);
        }
        return left;
    }

    Operand parseProduct() {
        Operand left = parseSigned();
        while (isSign("*") || isSign("/")) {
            const RowStep::Kind kind = isSign("*") ? RowStep::Kind::Multiply : RowStep::Kind::Divide;
            advance();
            left = calculated(std::move(left), parseSigned(), kind);
        }
        return left;
    }

    Operand calculated(Operand left, Operand right, RowStep::Kind kind) const {
        requireCalculable(left);
        requireCalculable(right);
        return joined(std::move(left), std::move(right), {.kind = kind}, Operand::Kind::Number);
    }

    void requireCalculable(Operand& operand) const {
        if (operand.kind == Operand::Kind::Date)
            throw wrong(operand.at, "a date can be compared, not calculated with");
        requireNumber(operand);
    }

    Operand parseSigned() {
        const std::size_t at = m_token.at;
        const bool negation = isSign("!");
        if (!negation && !isSign("-"))
            return parsePrimary();
        enter(at);
        advance();
        Operand operand = parseSigned();
        --m_depth;
        if (negation)
            requireTruth(operand);
        else
            requireCalculable(operand);
        operand.steps.push_back({.kind = negation ? RowStep::Kind::Not : RowStep::Kind::Negate});
        operand.at = at;
        return operand;
    }

    void enter(std::size_t at) {
        if (++m_depth > kDeepest)
            throw wrong(at, "parentheses and signs are nested too deeply");
    }

    Operand parsePrimary() {
        const Token token = m_token;
        if (token.kind == Token::Kind::End)
            throw wrong(token.at, "a column, a number or a text is expected after the end");
        if (accept("(")) {
            enter(token.at);
            Operand inner = parseOr();
            --m_depth;
            if (!accept(")"))
                throw wrong(token.at, "the parenthesis that is opened here is never closed");
            inner.at = token.at;
            return inner;
        }
        if (token.kind == Token::Kind::Sign)
            throw wrong(token.at, "a column, a number or a text is expected before “" + token.text + "”");
        advance();
        if (token.kind == Token::Kind::Number)
            return {.at = token.at, .steps = {{.kind = RowStep::Kind::Number, .number = token.number}}};
        if (token.kind == Token::Kind::Text)
            return {.kind = Operand::Kind::Text, .at = token.at, .steps = {}, .text = {.text = token.text}};
        if (token.kind == Token::Kind::Name && token.text == "missing" && accept("("))
            return parseMissing(token.at);
        return columnOperand(token);
    }

    Operand parseMissing(std::size_t at) {
        const Index column = columnNamed(m_token);
        advance();
        if (!accept(")"))
            throw wrong(at, "missing( ) asks for one column, as in missing(mass)");
        return {.kind = Operand::Kind::Truth,
                .at = at,
                .steps = {{.kind = RowStep::Kind::Missing, .column = column}}};
    }

    Operand columnOperand(const Token& token) const {
        const Index index = columnNamed(token);
        const Column& column = m_dataset.column(index);
        if (column.hasCategories())
            return {.kind = Operand::Kind::Text, .at = token.at, .steps = {}, .text = {.column = index}};
        return {.kind = column.type == ColumnType::DateTime ? Operand::Kind::Date : Operand::Kind::Number,
                .at = token.at,
                .steps = {{.kind = RowStep::Kind::Column, .column = index}}};
    }

    Index columnNamed(const Token& token) const {
        if (token.kind != Token::Kind::Name && token.kind != Token::Kind::QuotedName)
            throw wrong(token.at, "the name of a column is expected here");
        if (const std::optional<Index> index = m_dataset.indexOf(token.text))
            return *index;
        std::vector<std::string> names;
        for (const Column& column : m_dataset.columns())
            names.push_back(column.name);
        constexpr std::size_t kMostNames = 40;
        throw wrong(token.at, "there is no column “" + token.text + "”; there are " +
                                  listOfNames(names, kMostNames) +
                                  " (names with blanks or signs stand in `backticks`, texts in \"quotes\")");
    }

    const std::string& m_expression;
    const Dataset& m_dataset;
    Token m_token;
    std::size_t m_next = 0;
    int m_depth = 0;
};

}  // namespace

std::vector<RowStep> parseRowExpression(const std::string& expression, const Dataset& dataset) {
    return Parser(expression, dataset).parse();
}

std::vector<double> categoryCodes(const Column& column) {
    std::vector<double> codes;
    for (const std::string& category : column.categories) {
        double code = 0;
        const char* const end = category.data() + category.size();
        const std::from_chars_result read = std::from_chars(category.data(), end, code);
        if (read.ec != std::errc() || read.ptr != end)
            return {};
        codes.push_back(code);
    }
    return codes;
}

}  // namespace latentscape
