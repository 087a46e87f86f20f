namespace Microsoft.ML.Internal.Utilities;

/// <summary>Calls a generic method with type arguments known at run time only; its exceptions come out unwrapped.</summary>
internal static partial class Utils
{
    public static R MarshalInvoke<R>(Func<R> func, Type genArg) => (R)Call(func, [genArg])!;
    public static R MarshalInvoke<A, R>(Func<A, R> func, Type genArg, A a) => (R)Call(func, [genArg], a)!;
    public static R MarshalInvoke<A, B, R>(Func<A, B, R> func, Type genArg, A a, B b) => (R)Call(func, [genArg], a, b)!;
    public static R MarshalInvoke<A, B, C, R>(Func<A, B, C, R> func, Type genArg, A a, B b, C c) => (R)Call(func, [genArg], a, b, c)!;
    public static R MarshalInvoke<A, B, C, D, R>(Func<A, B, C, D, R> func, Type genArg, A a, B b, C c, D d) =>
        (R)Call(func, [genArg], a, b, c, d)!;
    public static R MarshalInvoke<R>(Func<R> func, Type[] genArgs) => (R)Call(func, genArgs)!;
    public static R MarshalInvoke<A, R>(Func<A, R> func, Type[] genArgs, A a) => (R)Call(func, genArgs, a)!;
    public static R MarshalInvoke<A, B, R>(Func<A, B, R> func, Type[] genArgs, A a, B b) => (R)Call(func, genArgs, a, b)!;
    public static R MarshalInvoke<A, B, C, R>(Func<A, B, C, R> func, Type[] genArgs, A a, B b, C c) => (R)Call(func, genArgs, a, b, c)!;
    public static void MarshalActionInvoke<A, B, C>(Action<A, B, C> act, Type genArg, A a, B b, C c) => Call(act, [genArg], a, b, c);

    private static object? Call(Delegate definition, Type[] genericArguments, params object?[] arguments) =>
        definition.Method.GetGenericMethodDefinition().MakeGenericMethod(genericArguments)
            .Invoke(definition.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

/// <summary>MurmurHash3, 32-bit, step by step.</summary>
internal static partial class Hashing
{
    public static uint MurmurRound(uint hash, uint chunk)
    {
        chunk = BitOperations.RotateLeft(chunk * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash ^ chunk, 13) * 5) + 0xE6546B64;
    }
}
