// Computes an ONNX model's outputs with ONNX Runtime: the same arguments and output as evaluate_onnx.py, and after the
// input the width of its rows. The package onnxruntime-node has to be where NODE_PATH says.

const fs = require("fs");
const runtime = require("onnxruntime-node");

async function main([model, input, width]) {
    const bytes = fs.readFileSync(input);
    const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const session = await runtime.InferenceSession.create(model);
    const rows = new runtime.Tensor("float32", numbers, [numbers.length / width, Number(width)]);
    const outputs = await session.run({[session.inputNames[0]]: rows});
    const result = {};
    for (const [name, tensor] of Object.entries(outputs))
        result[name] = {shape: tensor.dims.map(Number), values: Array.from(tensor.data)};
    process.stdout.write(JSON.stringify(result));
}

main(process.argv.slice(2)).catch((error) => {
    console.error(error);
    process.exit(1);
});
