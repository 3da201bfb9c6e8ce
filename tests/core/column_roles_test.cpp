#include "core/data/column_roles.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/data/csv_reader.h"
#include "core/data/numbered_name.h"
#include "core/data/role_request.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;

Q_DECLARE_METATYPE(latentscape::RoleRequest)

class ColumnRolesTest : public QObject {
    Q_OBJECT

private slots:
    void numbersAreCutFromNames_data();
    void numbersAreCutFromNames();
    void seriesNeedsSixteenNames();
    void labelIsGuessed_data();
    void labelIsGuessed();
    void imageIsDetectedByItsNames_data();
    void imageIsDetectedByItsNames();
    void imageIsDetectedByItsValues_data();
    void imageIsDetectedByItsValues();
    void rolesFollowTheRequest_data();
    void rolesFollowTheRequest();
    void whatTheChecksFindIsLeftOutWithTheReason();
    void namedColumnsAreInputsWhateverTheChecksFind();
    void aCopyTakesThePlaceOfAnIgnoredColumn();
    void rolesSetByHandAreTold();
    void preparationIsAskedForByName();
    void aShareThatCannotBeClippedIsRefused_data();
    void aShareThatCannotBeClippedIsRefused();
    void rolesCanBeRequestedAgain_data();
    void rolesCanBeRequestedAgain();
    void requestsThatCannotBeMetAreRefused_data();
    void requestsThatCannotBeMetAreRefused();
};

namespace {

Dataset read(const QString& text) {
    return *readCsvText(text.toStdString(), "t.csv").dataset;
}

/// Two rows, black and white, under the given names.
Dataset picture(const QStringList& names, double black = 0, double white = 255) {
    std::vector<Column> columns;
    for (const QString& name : names)
        columns.push_back(
            {.name = name.toStdString(), .values = {black, white}, .missing = {0, 0}, .categories = {}});
    return Dataset("picture", "", std::move(columns));
}

QStringList numbered(const QString& pattern, int first, int count) {
    QStringList names;
    for (int i = first; i < first + count; ++i)
        names << pattern.arg(i);
    return names;
}

QStringList grid(const QString& pattern, int first, int rows, int columns) {
    QStringList names;
    for (int row = first; row < first + rows; ++row) {
        for (int column = first; column < first + columns; ++column)
            names << pattern.arg(row).arg(column);
    }
    return names;
}

std::optional<ImageLayout> imageOf(const Dataset& dataset) {
    std::vector<Index> all(dataset.columns().size());
    std::iota(all.begin(), all.end(), Index(0));
    return detectImage(dataset, all);
}

QString sizeText(const std::optional<ImageLayout>& layout) {
    return layout ? QString("%1×%2").arg(layout->width).arg(layout->height) : "none";
}

QString nameText(const Dataset& dataset, const std::optional<Index>& column) {
    return column ? QString::fromStdString(dataset.column(*column).name) : "none";
}

QString inputText(const Dataset& dataset, const ColumnRoles& roles) {
    QStringList names;
    for (const Index index : roles.inputs)
        names << nameText(dataset, index);
    return names.join(' ');
}

// `size` and `id` are Text and Number, `kind` a Category, `flag` Binary, `same` constant.
const char* const kMixed =
    "id,remark,kind,flag,same,size\n"
    "1,ab,p,yes,7,1.5\n2,cd,q,no,7,2.5\n3,ef,r,yes,7,3.5\n4,gh,p,no,7,4.5\n5,ij,q,yes,7,5.5\n6,kl,r,no,7,6."
    "5\n";

/// 400 rows: of all that checks may find, one column, of duplicates two, and two columns to learn.
Dataset questionable() {
    constexpr int kRows = 400;
    std::vector<Column> columns;
    const auto add = [&columns](const std::string& name, ColumnType type, auto&& valueOf) {
        Column column{.name = name, .type = type};
        for (int row = 0; row < kRows; ++row) {
            column.values.push_back(valueOf(row));
            column.missing.push_back(name == "empty");
        }
        columns.push_back(std::move(column));
    };
    const auto size = [](int row) { return double(row * row % 97) / 4; };
    add("id", ColumnType::Number, [](int row) { return row + 1; });
    add("size", ColumnType::Number, size);
    add("copy", ColumnType::Number, size);
    add("second copy", ColumnType::Number, size);
    add("rare", ColumnType::Number, [](int row) { return row == 7 ? 1 : 0; });
    add("empty", ColumnType::Number, [](int) { return 0; });
    add("remark", ColumnType::Text, [](int row) { return row; });
    for (int row = 0; row < kRows; ++row)
        columns.back().categories.push_back(std::to_string(row));
    add("weight", ColumnType::Number, [](int row) { return row % 5 * 1.5; });
    add("constant", ColumnType::Number, [](int) { return 7; });
    return {"q", "q.csv", std::move(columns)};
}

}  // namespace

void ColumnRolesTest::numbersAreCutFromNames_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("numbered");
    QTest::addColumn<QString>("grid");
    QTest::newRow("none") << "pixel"
                          << ""
                          << "";
    QTest::newRow("empty") << ""
                           << ""
                           << "";
    QTest::newRow("one") << "px_12"
                         << "px_ 12"
                         << "";
    QTest::newRow("leading zero") << "px007"
                                  << "px 7"
                                  << "";
    QTest::newRow("two") << "pixel_3_7"
                         << "pixel_3_ 7"
                         << "pixel_ 3 _ 7";
    QTest::newRow("letters") << "r3c7"
                             << "r3c 7"
                             << "r 3 c 7";
    QTest::newRow("no stem") << "3x7"
                             << "3x 7"
                             << " 3 x 7";
    QTest::newRow("digits only") << "37"
                                 << " 37"
                                 << "";
    QTest::newRow("number within") << "od280_ratio"
                                   << ""
                                   << "";
    QTest::newRow("no number at all that fits") << "id99999999999999"
                                                << ""
                                                << "";
    QTest::newRow("beyond ASCII") << "größe_1_2"
                                  << "größe_1_ 2"
                                  << "größe_ 1 _ 2";
}

void ColumnRolesTest::numbersAreCutFromNames() {
    QFETCH(QString, name);
    QFETCH(QString, numbered);
    QFETCH(QString, grid);
    const std::string text = name.toStdString();
    const auto qstring = [](std::string_view view) {
        return QString::fromUtf8(view.data(), qsizetype(view.size()));
    };
    const std::optional<NumberedName> one = splitNumberedName(text);
    QCOMPARE(one ? QString("%1 %2").arg(qstring(one->stem)).arg(one->number) : QString(), numbered);
    const std::optional<GridName> two = splitGridName(text);
    QCOMPARE(two ? QString("%1 %2 %3 %4")
                       .arg(qstring(two->stem))
                       .arg(two->row)
                       .arg(qstring(two->separator))
                       .arg(two->column)
                 : QString(),
             grid);
}

void ColumnRolesTest::seriesNeedsSixteenNames() {
    std::vector<std::string> names{"label", "other1"};
    for (int i = 0; i < 15; ++i)
        names.push_back("px" + std::to_string(i));
    QCOMPARE(inNumberedSeries(names), std::vector<bool>(17, false));
    names.push_back("px15");
    std::vector<bool> expected(18, true);
    expected[0] = expected[1] = false;
    QCOMPARE(inNumberedSeries(names), expected);
}

void ColumnRolesTest::labelIsGuessed_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("usual name") << "species,a\nx,1\ny,2\nx,3\ny,4\n"
                                << "species";
    QTest::newRow("any case") << "a,Class,b\n1,x,1\n2,y,2\n3,x,3\n"
                              << "Class";
    QTest::newRow("number code") << "y,a\n1,5\n2,6\n3,7\n1,8\n"
                                 << "y";
    QTest::newRow("the more usual of two") << "type,label,a\nx,p,1\ny,q,2\nx,p,3\n"
                                           << "label";
    QTest::newRow("measurement called y") << "x,y\n1,0.5\n2,1.5\n3,2.5\n4,3.5\n"
                                          << "none";
    QTest::newRow("constant") << "label,a\nx,1\nx,2\nx,3\n"
                              << "none";
    QTest::newRow("last category") << "a,kind\n1,x\n2,y\n3,z\n4,x\n5,y\n6,z\n"
                                   << "kind";
    QTest::newRow("category that is not last") << "kind,a\nx,1\ny,2\nz,3\nx,4\ny,5\nz,6\n"
                                               << "none";
    QTest::newRow("last number") << "a,b\n1,1\n2,2\n3,3\n"
                                 << "none";
    QTest::newRow("last text") << "a,b\n1,x\n2,y\n3,z\n"
                               << "none";
    QTest::newRow("only part of a name") << "label_size,a\nx,1\ny,2\nx,3\n"
                                         << "none";
    QString most = "a,class\n";
    for (int row = 0; row < 2 * (kMaxLabelClasses + 1); ++row)
        most += QString("%1,%2\n").arg(row).arg(row % kMaxLabelClasses);
    QTest::newRow("most classes") << most << "class";
    QTest::newRow("too many classes") << most + QString("0,%1\n").arg(kMaxLabelClasses) << "none";
}

void ColumnRolesTest::labelIsGuessed() {
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const Dataset dataset = read(text);
    QCOMPARE(nameText(dataset, guessLabel(dataset)), expected);
}

void ColumnRolesTest::imageIsDetectedByItsNames_data() {
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("expected");
    QStringList columnMajor;
    for (int column = 0; column < 4; ++column)
        columnMajor << numbered(QString("p_%1_") + QString::number(column), 0, 4);
    QStringList swapped = grid("p_%1_%2", 0, 4, 4);
    swapped.swapItemsAt(3, 4);
    QTest::newRow("rows and columns") << grid("pixel_%1_%2", 0, 8, 8) << "8×8";
    QTest::newRow("from one") << grid("pixel_%1_%2", 1, 4, 4) << "4×4";
    QTest::newRow("wider than high") << grid("p_%1_%2", 0, 4, 6) << "6×4";
    QTest::newRow("higher than wide") << grid("p_%1_%2", 0, 12, 3) << "3×12";
    QTest::newRow("letters") << grid("r%1c%2", 0, 5, 5) << "5×5";
    QTest::newRow("numbers alone") << grid("%1x%2", 1, 28, 28) << "28×28";
    QTest::newRow("counted") << numbered("px_%1", 0, 784) << "28×28";
    QTest::newRow("counted from one") << numbered("pixel%1", 1, 64) << "8×8";
    QTest::newRow("counted behind a number") << numbered("img1_%1", 0, 16) << "4×4";
    QTest::newRow("no square") << numbered("px_%1", 0, 20) << "none";
    QTest::newRow("too few") << grid("p_%1_%2", 0, 3, 5) << "none";
    QTest::newRow("from two") << grid("p_%1_%2", 2, 4, 4) << "none";
    QTest::newRow("columns first") << columnMajor << "none";
    QTest::newRow("two swapped") << swapped << "none";
    QTest::newRow("one missing") << grid("p_%1_%2", 0, 4, 5).mid(0, 19) << "none";
    QTest::newRow("another stem") << grid("p_%1_%2", 0, 4, 4).mid(0, 15) + QStringList{"q_3_3"} << "none";
    QTest::newRow("a gap in the count") << numbered("px%1", 0, 15) + QStringList{"px16"} << "none";
    QTest::newRow("no numbers") << QStringList{"a", "b", "c", "d", "e", "f", "g", "h",
                                               "i", "j", "k", "l", "m", "n", "o", "p"}
                                << "none";
}

void ColumnRolesTest::imageIsDetectedByItsNames() {
    QFETCH(QStringList, names);
    QFETCH(QString, expected);
    QCOMPARE(sizeText(imageOf(picture(names))), expected);
}

void ColumnRolesTest::imageIsDetectedByItsValues_data() {
    QTest::addColumn<QList<double>>("highest");  // of each of 16 pixels; the lowest value is `black`
    QTest::addColumn<double>("black");
    QTest::addColumn<bool>("image");
    QTest::newRow("all bright") << QList<double>(16, 255.0) << 0.0 << true;
    QTest::newRow("fractions") << QList<double>(16, 1.0) << 0.0 << true;
    QTest::newRow("a quarter bright") << QList<double>(4, 250.0) + QList<double>(12, 10.0) << 0.0 << true;
    QTest::newRow("fewer bright") << QList<double>(3, 250.0) + QList<double>(13, 10.0) << 0.0 << false;
    QTest::newRow("just bright") << QList<double>{100.0} + QList<double>(3, 80.0) + QList<double>(12, 0.0)
                                 << 0.0 << true;
    QTest::newRow("all black") << QList<double>(16, 0.0) << 0.0 << false;
    QTest::newRow("negative") << QList<double>(16, 255.0) << -1.0 << false;
    QTest::newRow("no black") << QList<double>(16, 255.0) << 1.0 << false;
}

void ColumnRolesTest::imageIsDetectedByItsValues() {
    QFETCH(QList<double>, highest);
    QFETCH(double, black);
    QFETCH(bool, image);
    std::vector<Column> columns;
    for (qsizetype i = 0; i < highest.size(); ++i)
        columns.push_back({.name = "px" + std::to_string(i),
                           .values = {black, highest[i]},
                           .missing = {0, 0},
                           .categories = {}});
    QCOMPARE(imageOf(Dataset("p", "", columns)).has_value(), image);
    columns.front().type = ColumnType::Category;
    columns.front().categories = {"a", "b"};
    QVERIFY(!imageOf(Dataset("p", "", columns)).has_value());
}

void ColumnRolesTest::rolesFollowTheRequest_data() {
    QTest::addColumn<RoleRequest>("request");
    QTest::addColumn<QString>("inputs");
    QTest::addColumn<QString>("label");
    QTest::newRow("nothing said") << RoleRequest{} << "kind flag same size"
                                  << "none";
    QTest::newRow("label") << RoleRequest{.inputs = {}, .label = "kind", .ignore = {}} << "flag same size"
                           << "kind";
    QTest::newRow("text as label") << RoleRequest{.inputs = {}, .label = "remark", .ignore = {}}
                                   << "kind flag same size"
                                   << "remark";
    QTest::newRow("no label") << RoleRequest{.inputs = {}, .label = "", .ignore = {}} << "kind flag same size"
                              << "none";
    QTest::newRow("ignore") << RoleRequest{.inputs = {}, .label = {}, .ignore = {"id", "same"}}
                            << "kind flag size"
                            << "none";
    QTest::newRow("inputs") << RoleRequest{.inputs = {"size", "flag"}, .label = {}, .ignore = {}}
                            << "flag size"
                            << "none";
    QTest::newRow("identifier as input")
        << RoleRequest{.inputs = {"size", "id"}, .label = {}, .ignore = {}} << "id size"
        << "none";
    QTest::newRow("colours") << RoleRequest{.ignore = {}, .colours = {"size", "flag"}} << "kind same"
                             << "none";
    QTest::newRow("a colour is no input")
        << RoleRequest{.inputs = {"size", "flag"}, .ignore = {}, .colours = {"flag"}} << "size"
        << "none";
    QTest::newRow("text as input") << RoleRequest{.inputs = {"size", "remark"}, .label = {}, .ignore = {}}
                                   << "remark size"
                                   << "none";
    QTest::newRow("label is no input")
        << RoleRequest{.inputs = {"size", "flag"}, .label = "flag", .ignore = {}} << "size"
        << "flag";
    QTest::newRow("ignored input") << RoleRequest{.inputs = {"size", "flag"}, .label = {}, .ignore = {"flag"}}
                                   << "size"
                                   << "none";
    QTest::newRow("ignored label") << RoleRequest{.inputs = {}, .label = "kind", .ignore = {"kind"}}
                                   << "flag same size"
                                   << "kind";
}

void ColumnRolesTest::rolesFollowTheRequest() {
    QFETCH(RoleRequest, request);
    QFETCH(QString, inputs);
    QFETCH(QString, label);
    const Dataset dataset = read(kMixed);
    const ColumnRoles roles = assignRoles(dataset, request);
    QCOMPARE(inputText(dataset, roles), inputs);
    QCOMPARE(nameText(dataset, roles.label), label);
    QVERIFY(!roles.image.has_value());
}

void ColumnRolesTest::whatTheChecksFindIsLeftOutWithTheReason() {
    const Dataset dataset = questionable();
    const ColumnRoles roles = assignRoles(dataset, {.label = ""});
    QCOMPARE(inputText(dataset, roles), QString("size weight constant"));
    const std::map<Index, ProblemCode> expected{
        {0, ProblemCode::ColumnCountsRows}, {2, ProblemCode::ColumnDuplicate},
        {3, ProblemCode::ColumnDuplicate},  {4, ProblemCode::ColumnNearConstant},
        {5, ProblemCode::ColumnAllMissing}, {6, ProblemCode::ColumnOfManyTexts}};
    QCOMPARE(roles.leftOut.size(), expected.size());
    for (const auto& [index, problem] : roles.leftOut) {
        QVERIFY(problem.code == expected.at(index));
        QCOMPARE(tests::fact(problem, "column"), dataset.column(index).name);
    }
    QStringList notes;
    for (const Problem& note : leftOutNotes(dataset, roles)) {
        QVERIFY(tests::isFullyDescribed(note));
        notes.append(QString::fromStdString(tests::fact(note, "columns")));
    }
    QCOMPARE(notes, QStringList({"“remark”", "“empty”", "“rare”", "“id”", "“copy”, “second copy”"}));
}

void ColumnRolesTest::namedColumnsAreInputsWhateverTheChecksFind() {
    const Dataset dataset = questionable();
    const ColumnRoles roles = assignRoles(dataset, {.inputs = {"id", "rare", "copy", "remark"}, .label = ""});
    QCOMPARE(inputText(dataset, roles), QString("id copy rare remark"));
    QVERIFY(roles.leftOut.empty());
    QVERIFY(leftOutNotes(dataset, roles).empty());
}

void ColumnRolesTest::aCopyTakesThePlaceOfAnIgnoredColumn() {
    const Dataset dataset = questionable();
    const auto inputsWithout = [&dataset](const std::vector<std::string>& ignored) {
        return inputText(dataset, assignRoles(dataset, {.label = "", .ignore = ignored}));
    };
    QCOMPARE(inputsWithout({"size"}), QString("copy weight constant"));
    QCOMPARE(inputsWithout({"size", "copy"}), QString("second copy weight constant"));
    QCOMPARE(inputsWithout({"copy"}), QString("size weight constant"));
    // The copy of the label would give it away.
    QCOMPARE(inputText(dataset, assignRoles(dataset, {.label = "size"})), QString("weight constant"));
}

void ColumnRolesTest::rolesSetByHandAreTold() {
    const Dataset dataset = read(kMixed);
    QVERIFY(assignRoles(dataset).setByHand.empty());
    const ColumnRoles roles =
        assignRoles(dataset, {.label = "kind", .ignore = {"same"}, .colours = {"remark"}});
    QVERIFY(roles.setByHand == std::set<Index>({1, 2, 4}));
    QVERIFY(roles.colours == std::vector<Index>{1});
    QVERIFY(assignRoles(dataset, {.inputs = {"size"}}).setByHand == std::set<Index>{5});
}

void ColumnRolesTest::preparationIsAskedForByName() {
    const Dataset dataset = read(kMixed);
    const ColumnRoles roles = assignRoles(dataset, {.scales = {{"size", NumberScale::Robust}, {"id", {}}},
                                                    .scale = NumberScale::None,
                                                    .clips = {{"size", 0.25}},
                                                    .clip = 0.01});
    QVERIFY(roles.scales == (std::map<Index, ScaleChoice>{{0, ScaleChoice()}, {5, NumberScale::Robust}}));
    QVERIFY(roles.scale == NumberScale::None);
    QVERIFY(roles.clips == (std::map<Index, double>{{5, 0.25}}));
    QCOMPARE(roles.clip, 0.01);
}

void ColumnRolesTest::aShareThatCannotBeClippedIsRefused_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<bool>("refused");
    QTest::newRow("none") << 0.0 << false;
    QTest::newRow("nearly half") << 0.49 << false;
    QTest::newRow("half") << 0.5 << true;
    QTest::newRow("negative") << -0.01 << true;
    QTest::newRow("no number") << std::nan("") << true;
}

void ColumnRolesTest::aShareThatCannotBeClippedIsRefused() {
    QFETCH(double, share);
    QFETCH(bool, refused);
    const Dataset dataset = read(kMixed);
    for (const RoleRequest& request : {RoleRequest{.clip = share}, RoleRequest{.clips = {{"size", share}}}}) {
        const auto problem = tests::thrownProblem([&] { assignRoles(dataset, request); });
        QCOMPARE(problem.has_value(), refused);
        QVERIFY(!problem ||
                (problem->code == ProblemCode::ClipOutOfRange && tests::isFullyDescribed(*problem)));
    }
}

void ColumnRolesTest::rolesCanBeRequestedAgain_data() {
    QTest::addColumn<RoleRequest>("request");
    QTest::newRow("all guessed") << RoleRequest{};
    QTest::newRow("no label") << RoleRequest{.label = ""};
    QTest::newRow("another label") << RoleRequest{.label = "flag"};
    QTest::newRow("an input ignored") << RoleRequest{.ignore = {"size"}};
    QTest::newRow("only colours") << RoleRequest{.colours = {"flag", "remark"}};
    QTest::newRow("an input that is left out by itself") << RoleRequest{.inputs = {"id", "size", "flag"}};
    QTest::newRow("likelihoods, scales and clips") << RoleRequest{.likelihoods = {{"size", "student-t"}},
                                                                  .scales = {{"size", NumberScale::Robust}},
                                                                  .scale = NumberScale::Range,
                                                                  .clips = {{"size", 0.1}},
                                                                  .clip = 0.2};
}

void ColumnRolesTest::rolesCanBeRequestedAgain() {
    QFETCH(RoleRequest, request);
    const Dataset dataset = read(kMixed);
    const ColumnRoles roles = assignRoles(dataset, request);
    ColumnRoles again = assignRoles(dataset, requestOf(dataset, roles));
    again.setByHand = roles.setByHand;
    QVERIFY(again == roles);
}

void ColumnRolesTest::requestsThatCannotBeMetAreRefused_data() {
    QTest::addColumn<RoleRequest>("request");
    QTest::addColumn<ProblemCode>("code");
    QTest::newRow("unknown input") << RoleRequest{.inputs = {"size", "Size"}, .label = {}, .ignore = {}}
                                   << ProblemCode::UnknownColumn;
    QTest::newRow("unknown label") << RoleRequest{.inputs = {}, .label = "x", .ignore = {}}
                                   << ProblemCode::UnknownColumn;
    QTest::newRow("unknown colour") << RoleRequest{.colours = {"x"}} << ProblemCode::UnknownColumn;
    QTest::newRow("unknown scale's column")
        << RoleRequest{.scales = {{"x", NumberScale::Robust}}} << ProblemCode::UnknownColumn;
    QTest::newRow("unknown clipped column")
        << RoleRequest{.clips = {{"x", 0.1}}} << ProblemCode::UnknownColumn;
    QTest::newRow("unknown to ignore")
        << RoleRequest{.inputs = {}, .label = {}, .ignore = {"x"}} << ProblemCode::UnknownColumn;
    QTest::newRow("all ignored") << RoleRequest{.inputs = {},
                                                .label = {},
                                                .ignore = {"id", "kind", "flag", "same", "size"}}
                                 << ProblemCode::NoUsableInput;
    QTest::newRow("only a constant") << RoleRequest{.inputs = {"same"}, .label = {}, .ignore = {}}
                                     << ProblemCode::NoUsableInput;
    QTest::newRow("only free text") << RoleRequest{.inputs = {"remark"}, .label = {}, .ignore = {}}
                                    << ProblemCode::NoUsableInput;
    QTest::newRow("only the label") << RoleRequest{.inputs = {"kind"}, .label = "kind", .ignore = {}}
                                    << ProblemCode::NoUsableInput;
}

void ColumnRolesTest::requestsThatCannotBeMetAreRefused() {
    QFETCH(RoleRequest, request);
    QFETCH(ProblemCode, code);
    const Dataset dataset = read(kMixed);
    const auto problem = tests::thrownProblem([&] { assignRoles(dataset, request); });
    QVERIFY(problem.has_value());
    QCOMPARE(problem->code, code);
    QCOMPARE(tests::fact(*problem, "file"), std::string("t.csv"));
    QVERIFY2(tests::isFullyDescribed(*problem), describe(*problem).c_str());
}

QTEST_GUILESS_MAIN(ColumnRolesTest)
#include "column_roles_test.moc"
