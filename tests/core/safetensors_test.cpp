#include "core/storage/safetensors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <array>
#include <cstring>
#include <new>

#include "core/model/vae.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::tests;

namespace {

std::string lengthPrefix(std::uint64_t length) {
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += char((length >> (8 * i)) & 0xff);
    return bytes;
}

std::string fileOf(const std::string& header, const std::string& data) {
    return lengthPrefix(header.size()) + header + data;
}

std::string floatBytes(const std::vector<float>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

SafetensorsFile sampleFile() {
    SafetensorsFile file;
    file.metadata = {{"format", "pt"}, {"remark", "größer als „1“\n\\"}};
    file.tensors["b.weight"] = {.shape = {2, 3}, .values = {1, 2, 3, 4, 5, 6}};
    file.tensors["a.bias"] = {.shape = {2}, .values = {-0.0f, 1e-38f}};
    file.tensors["scalar"] = {.shape = {}, .values = {3e38f}};
    return file;
}

bool sameTensors(const SafetensorsFile& one, const SafetensorsFile& other) {
    return one.metadata == other.metadata && one.tensors.size() == other.tensors.size() &&
           std::equal(one.tensors.begin(), one.tensors.end(), other.tensors.begin(),
                      [](const auto& a, const auto& b) {
                          return a.first == b.first && a.second.shape == b.second.shape &&
                                 a.second.values.size() == b.second.values.size() &&
                                 std::memcmp(a.second.values.data(), b.second.values.data(),
                                             a.second.values.size() * sizeof(float)) == 0;
                      });
}

/// Whether decoding throws Error(RunUnreadable) with a full message. Any other exception, such as one of an
/// absurd allocation, passes through and fails the test.
bool isRefused(const std::string& bytes) {
    const std::optional<Problem> problem =
        thrownProblem([&] { decodeSafetensors(bytes, "model.safetensors"); });
    return problem && problem->code == ProblemCode::RunUnreadable && isFullyDescribed(*problem);
}

std::string tensorEntry(const std::string& shape, const std::string& offsets,
                        const std::string& type = "F32") {
    return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

}  // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private slots:
    void tensorsAndMetadataSurviveBitForBit() {
        QVERIFY(sameTensors(decodeSafetensors(encodeSafetensors(sampleFile()), "test"), sampleFile()));
        QVERIFY(sameTensors(decodeSafetensors(encodeSafetensors({}), "test"), {}));
    }

    /// Read with Qt's JSON parser and by hand, as https://huggingface.co/docs/safetensors describes the
    /// format.
    void anotherParserFindsTheSameLayout() {
        const std::string bytes = encodeSafetensors(sampleFile());
        std::uint64_t length = 0;
        for (int i = 7; i >= 0; --i)
            length = length << 8 | std::uint8_t(bytes[std::size_t(i)]);
        QCOMPARE(length % 8, std::uint64_t(0));
        QJsonParseError error;
        const QJsonObject header =
            QJsonDocument::fromJson(QByteArray(bytes.data() + 8, qsizetype(length)), &error).object();
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(header.size(), 4);
        QCOMPARE(header["__metadata__"].toObject()["remark"].toString(), QString("größer als „1“\n\\"));
        QCOMPARE(header["b.weight"].toObject()["dtype"].toString(), QString("F32"));
        QCOMPARE(header["b.weight"].toObject()["shape"].toArray(), QJsonArray({2, 3}));
        QCOMPARE(header["a.bias"].toObject()["shape"].toArray(), QJsonArray({2}));
        QCOMPARE(header["scalar"].toObject()["shape"].toArray(), QJsonArray());
        const QJsonArray offsets = header["b.weight"].toObject()["data_offsets"].toArray();
        const std::size_t begin = 8 + length + std::size_t(offsets[0].toInteger());
        QCOMPARE(offsets[1].toInteger() - offsets[0].toInteger(), qint64(24));
        QCOMPARE(bytes.substr(begin, 24), floatBytes({1, 2, 3, 4, 5, 6}));
        QCOMPARE(bytes.size(), 8 + length + 9 * sizeof(float));
    }

    /// Header by Python's json.dumps(…, separators=(',', ':')) padded with blanks to a multiple of 8, numbers
    /// by struct.pack('<8f', −1, 0.5, 1, 2, 3, 4, 5, 6): tensors need not lie in the order of the header.
    void aFileOfAnotherWriterIsRead() {
        const std::string header =
            R"({"__metadata__":{"format":"pt"},"mean.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[8,32]},)"
            R"("mean.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}     )";
        const QByteArray data =
            QByteArray::fromHex("000080bf0000003f0000803f0000004000004040000080400000a0400000c040");
        const SafetensorsFile file = decodeSafetensors(fileOf(header, data.toStdString()), "test");
        QCOMPARE(file.metadata.at("format"), std::string("pt"));
        QVERIFY(file.tensors.at("mean.bias").values == std::vector<float>({-1, 0.5f}));
        QVERIFY(file.tensors.at("mean.weight").shape == std::vector<Index>({2, 3}));
        QVERIFY(file.tensors.at("mean.weight").values == std::vector<float>({1, 2, 3, 4, 5, 6}));
    }

    /// Numbers by struct.pack('<2d', 0.1, −3).
    void float64IsReadToo() {
        const QByteArray data = QByteArray::fromHex("9a9999999999b93f00000000000008c0");
        const std::string bytes =
            fileOf(R"({"a":)" + tensorEntry("[2,1]", "[0,16]", "F64") + "}", data.toStdString());
        const SafetensorsView file = viewSafetensors(bytes, "test");
        QVERIFY(file.tensors.at("a").shape == std::vector<Index>({2, 1}));
        std::array<double, 2> numbers{};
        QCOMPARE(file.tensors.at("a").bytes.size(), sizeof numbers);
        std::memcpy(numbers.data(), file.tensors.at("a").bytes.data(), sizeof numbers);
        QVERIFY(numbers == (std::array{0.1, -3.0}));
        QCOMPARE(safetensorsHeader(file).size() % 8, std::size_t(0));
        QVERIFY(isRefused(bytes));
    }

    /// PyTorch: nn.Linear(in, out).weight has shape (out, in), row-major, and y = x Wᵀ + b.
    void weightsHaveTheShapeAndMeaningOfPyTorch() {
        const Vae vae({.blocks = {{"gaussian", 0, 3, {0.01, 0.01, 0.01}}}, .hidden = {}, .latent = 2});
        std::map<std::string, SafetensorsFile::Tensor> tensors =
            parametersToTensors(vae.layout(), Vector::Zero(vae.layout().size()));
        QVERIFY(tensors.at("mean.weight").shape == std::vector<Index>({2, 3}));
        QVERIFY(tensors.at("mean.bias").shape == std::vector<Index>({2}));
        QVERIFY(tensors.at("output.weight").shape == std::vector<Index>({3, 2}));
        QVERIFY(tensors.at("noise.0").shape == std::vector<Index>({3}));
        tensors.at("mean.weight").values = {1, 2, 3, 10, 20, 30};
        tensors.at("mean.bias").values = {100, 200};
        const Vector parameters = parametersFromTensors(vae.layout(), tensors, "test");
        const Matrix x = (Matrix(3, 1) << 1, -1, 2).finished();
        const Matrix noMask(0, 0);
        VaeWorkspace workspace;
        vae.reserve(workspace, 1);
        vae.encode(parameters, {.x = x, .mask = noMask}, workspace);
        QCOMPARE(workspace.mean(0, 0), Scalar(1 - 2 + 6 + 100));
        QCOMPARE(workspace.mean(1, 0), Scalar(10 - 20 + 60 + 200));
        QVERIFY(parametersFromTensors(vae.layout(), parametersToTensors(vae.layout(), parameters), "test") ==
                parameters);
    }

    void parametersOfAnotherArchitectureAreRefused_data() {
        QTest::addColumn<int>("latent");
        QTest::addColumn<int>("hidden");
        QTest::newRow("other shape") << 3 << 0;
        QTest::newRow("tensor missing") << 2 << 4;
        QTest::newRow("larger than memory") << 2 << 2000000;
    }

    void parametersOfAnotherArchitectureAreRefused() {
        QFETCH(int, latent);
        QFETCH(int, hidden);
        const std::vector<LikelihoodBlock> blocks{{"gaussian", 0, 3, {0.01, 0.01, 0.01}}};
        const Vae small({.blocks = blocks, .hidden = {}, .latent = 2});
        const Vae other({.blocks = blocks,
                         .hidden = hidden > 0 ? std::vector<Index>{hidden, hidden} : std::vector<Index>{},
                         .latent = latent});
        const std::map<std::string, SafetensorsFile::Tensor> tensors =
            parametersToTensors(small.layout(), Vector::Zero(small.layout().size()));
        const std::optional<Problem> problem =
            thrownProblem([&] { parametersFromTensors(other.layout(), tensors, "test"); });
        QVERIFY(problem && problem->code == ProblemCode::RunUnreadable);
    }

    void aFileCutOffAnywhereIsRefused() {
        const std::string bytes = encodeSafetensors(sampleFile());
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY2(isRefused(bytes.substr(0, size)), qPrintable(QString("at byte %1").arg(size)));
        QVERIFY(isRefused(bytes + '\0'));
    }

    /// A flipped bit may still leave a valid file (in a name or in the padding); it must never do worse.
    void aFlippedBitInTheHeaderIsRefusedOrHarmless() {
        const std::string bytes = encodeSafetensors(sampleFile());
        const std::size_t headerEnd = bytes.size() - 9 * sizeof(float);
        int refused = 0;
        for (std::size_t byte = 0; byte < headerEnd; ++byte) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string broken = bytes;
                broken[byte] = char(broken[byte] ^ (1 << bit));
                try {
                    const SafetensorsFile file = decodeSafetensors(broken, "test");
                    for (const auto& [name, tensor] : file.tensors)
                        QVERIFY(tensor.values.size() <= 9);
                } catch (const Error& error) {
                    QVERIFY(error.problem().code == ProblemCode::RunUnreadable);
                    ++refused;
                }
            }
        }
        QVERIFY(refused > int(headerEnd) * 4);
    }

    void wrongHeadersAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        const std::string two = floatBytes({1, 2});
        const auto withTensor = [&](const std::string& entry) {
            return fileOf(R"({"a":)" + entry + "}", two);
        };
        row("length beyond the file", lengthPrefix(1000) + "{}");
        row("largest length", lengthPrefix(~std::uint64_t(0)) + "{}");
        row("length that wraps round", lengthPrefix(~std::uint64_t(0) - 7) + "{}");
        row("no header", lengthPrefix(0));
        row("not JSON", fileOf("hello", ""));
        row("an array", fileOf("[1]", ""));
        row("a number", fileOf("1", ""));
        row("null", fileOf("null", two));
        row("tensor beyond the file", withTensor(tensorEntry("[3]", "[0,12]")));
        row("end before the beginning", withTensor(tensorEntry("[2]", "[8,0]")));
        row("negative offset", withTensor(tensorEntry("[2]", "[-8,0]")));
        row("negative extent", withTensor(tensorEntry("[-2]", "[0,8]")));
        row("huge extent", withTensor(tensorEntry("[4611686018427387904]", "[0,8]")));
        row("extents whose product wraps round",
            withTensor(tensorEntry("[4294967296,4294967296,2]", "[0,8]")));
        row("shape that does not fill the range", withTensor(tensorEntry("[1]", "[0,8]")));
        row("float64 of half the length", withTensor(tensorEntry("[2]", "[0,8]", "F64")));
        row("other type", withTensor(tensorEntry("[2]", "[0,8]", "I32")));
        row("half precision", withTensor(tensorEntry("[4]", "[0,8]", "F16")));
        row("without offsets", withTensor(R"({"dtype":"F32","shape":[2]})"));
        row("offsets as text", withTensor(tensorEntry("[2]", R"("0,8")")));
        row("extent as text", withTensor(tensorEntry(R"(["2"])", "[0,8]")));
        row("entry that is no object", withTensor("7"));
        row("metadata that is no text", fileOf(R"({"__metadata__":{"a":1}})", ""));
        row("tensors that overlap",
            fileOf(R"({"a":)" + tensorEntry("[2]", "[0,8]") + R"(,"b":)" + tensorEntry("[1]", "[4,8]") + "}",
                   two));
        row("tensors twice in one place",
            fileOf(R"({"a":)" + tensorEntry("[2]", "[0,8]") + R"(,"b":)" + tensorEntry("[2]", "[0,8]") + "}",
                   two));
        row("a gap before the first tensor", withTensor(tensorEntry("[1]", "[4,8]")));
        row("bytes behind the last tensor", withTensor(tensorEntry("[1]", "[0,4]")));
        row("deeply nested", fileOf(std::string(100000, '['), ""));
    }

    void wrongHeadersAreRefused() {
        QFETCH(QByteArray, bytes);
        QVERIFY(isRefused(bytes.toStdString()));
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
