namespace Microsoft.ML.Internal.Utilities;

/// <summary>Calls a generic method with type arguments known at run time only; its exceptions come out unwrapped.</summary>
internal static partial class Utils
{
    public static TRet MarshalInvoke<TRet>(Func<TRet> func, Type genArg) => (TRet)Call(func, [genArg], [])!;

    public static TRet MarshalInvoke<TArg, TRet>(Func<TArg, TRet> func, Type genArg, TArg arg) => (TRet)Call(func, [genArg], [arg])!;

    public static TRet MarshalInvoke<TArg1, TArg2, TRet>(Func<TArg1, TArg2, TRet> func, Type genArg, TArg1 arg1, TArg2 arg2) =>
        (TRet)Call(func, [genArg], [arg1, arg2])!;

    public static TRet MarshalInvoke<TArg1, TArg2, TArg3, TRet>(
        Func<TArg1, TArg2, TArg3, TRet> func, Type genArg, TArg1 arg1, TArg2 arg2, TArg3 arg3) =>
            (TRet)Call(func, [genArg], [arg1, arg2, arg3])!;

    public static TRet MarshalInvoke<TArg1, TArg2, TArg3, TArg4, TRet>(
        Func<TArg1, TArg2, TArg3, TArg4, TRet> func, Type genArg, TArg1 arg1, TArg2 arg2, TArg3 arg3, TArg4 arg4) =>
        (TRet)Call(func, [genArg], [arg1, arg2, arg3, arg4])!;

    public static TRet MarshalInvoke<TRet>(Func<TRet> func, Type[] genArgs) => (TRet)Call(func, genArgs, [])!;

    public static TRet MarshalInvoke<TArg, TRet>(Func<TArg, TRet> func, Type[] genArgs, TArg arg) => (TRet)Call(func, genArgs, [arg])!;

    public static TRet MarshalInvoke<TArg1, TArg2, TRet>(Func<TArg1, TArg2, TRet> func, Type[] genArgs, TArg1 arg1, TArg2 arg2) =>
        (TRet)Call(func, genArgs, [arg1, arg2])!;

    public static TRet MarshalInvoke<TArg1, TArg2, TArg3, TRet>(
        Func<TArg1, TArg2, TArg3, TRet> func, Type[] genArgs, TArg1 arg1, TArg2 arg2, TArg3 arg3) =>
            (TRet)Call(func, genArgs, [arg1, arg2, arg3])!;

    public static void MarshalActionInvoke<TArg1, TArg2, TArg3>(
        Action<TArg1, TArg2, TArg3> act, Type genArg, TArg1 arg1, TArg2 arg2, TArg3 arg3) =>
        Call(act, [genArg], [arg1, arg2, arg3]);

    private static object? Call(Delegate definition, Type[] genericArguments, object?[] arguments) =>
        definition.Method.GetGenericMethodDefinition().MakeGenericMethod(genericArguments)
            .Invoke(definition.Target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
