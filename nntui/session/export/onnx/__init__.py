"""A session as an ONNX model: raw columns in, answers out."""
