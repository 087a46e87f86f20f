namespace TorchSharp;

public static partial class torch
{
    public static Tensor zeros(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("zeros", size, dtype, device, requires_grad, names);
    public static Tensor zeros(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("zeros", [size], dtype, device, requires_grad, names);
    public static Tensor zeros(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("zeros", [rows, columns], dtype, device, requires_grad, names);

    public static Tensor ones(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("ones", [size], dtype, device, requires_grad, names);
    public static Tensor ones(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("ones", [rows, columns], dtype, device, requires_grad, names);

    public static Tensor empty(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("empty.memory_format", [size], dtype, device, requires_grad, names);
    public static Tensor empty(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Make("empty.memory_format", [rows, columns], dtype, device, requires_grad, names);

    public static Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Operator.Call("full", size, value, dtype, Argument.None, device), requires_grad, names);
    public static Tensor full(
        long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        full([size], value, dtype, device, requires_grad, names);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Finish(Operator.Call("arange.start_step", (Scalar)0, stop, (Scalar)1, dtype, Argument.None, device), requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Finish(Operator.Call("zeros_like", input, dtype, Argument.None, device), requires_grad, names);

    // Drawn from the process-wide generator, unless another is given.
    public static Tensor rand(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Draw("rand.generator", [size], dtype, device, requires_grad, generator, names);
    public static Tensor rand(
        long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Draw("rand.generator", [rows, columns], dtype, device, requires_grad, generator, names);

    public static Tensor randn(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Draw("randn.generator", [size], dtype, device, requires_grad, generator, names);

    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Finish(Operator.Call("randint.low_generator", low, high, size, generator, dtype ?? ScalarType.Int64, Argument.None, device),
            requires_grad, names);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null) =>
        Finish(Operator.Call("randperm.generator", n, generator, dtype ?? ScalarType.Int64, Argument.None, device), requires_grad);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Operator.Call("cat", tensors.ToArray(), dim);

    private static Tensor Make(string op, long[] size, ScalarType? dtype, Device? device, bool requiresGrad, string[]? names) =>
        Finish(Operator.Call(op, size, dtype, Argument.None, device), requiresGrad, names);

    private static Tensor Draw(
        string op, long[] size, ScalarType? dtype, Device? device, bool requiresGrad, Generator? generator, string[]? names) =>
        Finish(Operator.Call(op, size, generator, dtype, Argument.None, device), requiresGrad, names);

    // Named dimensions are a prototype in libtorch, and nothing here uses them; to ignore a name silently would be worse.
    private static Tensor Finish(Tensor result, bool requiresGrad, string[]? names = null)
    {
        if (names is { Length: > 0 })
            throw new NotSupportedException("The portable TorchSharp has no named dimensions: names must be null.");
        return requiresGrad ? result.requires_grad_() : result;
    }
}
