namespace TorchSharp.Native;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of native/boxed.cpp.</summary>
internal enum ValueTag : long
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    String,
    Device,
    Generator,
    Default,
    IntList,
    TensorList,
}

/// <summary>One argument or result on its way through the boundary.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    internal ValueTag Tag;
    internal long Bits;
    internal long Length;
}

/// <summary>Everything about a tensor that is cheap to read, in one call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    internal void* Data;
    internal long Elements;
    internal long Offset;
    internal long Dimensions;
    internal long* Sizes;
    internal long* Strides;
    internal int DType;
    internal int ItemSize;
    internal short Device;
    internal byte IsContiguous;
    internal byte RequiresGrad;
    internal byte IsLeaf;
}
