#include "core/model/activation.h"

#include <QTest>

#include "tests/support/goldens.h"

using namespace latentscape;
using namespace latentscape::testing;

class ActivationTest : public QObject {
    Q_OBJECT

private slots:
    void valuesAndSlopesAreThoseOfPyTorch_data();
    void valuesAndSlopesAreThoseOfPyTorch();
    void biasIsAddedToThePreactivation();
    void unknownNameIsRefused();
};

void ActivationTest::valuesAndSlopesAreThoseOfPyTorch_data() {
    QTest::addColumn<int>("activation");
    QTest::addColumn<int>("units");
    for (std::size_t i = 0; i < kActivationNames.size(); ++i)
        // Registers hold 4, 8 or 16 numbers: all of the vector in them, some left over, or less than one.
        for (const int units : {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 37})
            QTest::addRow("%s, %d units", kActivationNames[i].data(), units) << int(i) << units;
}

void ActivationTest::valuesAndSlopesAreThoseOfPyTorch() {
    QFETCH(int, activation);
    QFETCH(int, units);
    const nlohmann::json goldens = readGoldens("activation_goldens.json");
    const nlohmann::json& golden = goldens[std::string(kActivationNames[std::size_t(activation)])];
    const Vector x = vectorFrom(goldens["x"]);
    const Vector value = vectorFrom(golden["value"]);
    const Vector slope = vectorFrom(golden["slope"]);
    // Each argument in each place of the vector.
    const Index rows = x.size();
    const auto shifted = [&](const Vector& list) {
        Matrix matrix(units, rows);
        for (Index row = 0; row < rows; ++row)
            for (Index unit = 0; unit < units; ++unit)
                matrix(unit, row) = list[(row + unit) % list.size()];
        return matrix;
    };
    Matrix preactivation = shifted(x);
    Matrix output(units, rows);
    activate(Activation(activation), Vector::Zero(units), preactivation, output);

    const Matrix size = shifted(x).array().abs().max(Scalar(1));
    constexpr Scalar kTolerance = Scalar(5e-7);
    QVERIFY(((output - shifted(value)).array().abs() <= kTolerance * size.array()).all());
    QVERIFY(((preactivation - shifted(slope)).array().abs() <= kTolerance * size.array()).all());
}

void ActivationTest::biasIsAddedToThePreactivation() {
    Matrix preactivation(2, 2);
    preactivation << 1, 2, 3, 4;
    Vector bias(2);
    bias << -2, 10;
    Matrix output(2, 2);
    activate(Activation::Relu, bias, preactivation, output);
    Matrix expected(2, 2);
    expected << 0, 0, 13, 14;
    QCOMPARE(output, expected);
    Matrix slope(2, 2);
    slope << 0, 0, 1, 1;
    QCOMPARE(preactivation, slope);
}

void ActivationTest::unknownNameIsRefused() {
    for (std::size_t i = 0; i < kActivationNames.size(); ++i)
        QCOMPARE(activationFromString(kActivationNames[i]), Activation(i));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, activationFromString("step"));
}

QTEST_GUILESS_MAIN(ActivationTest)
#include "activation_test.moc"
