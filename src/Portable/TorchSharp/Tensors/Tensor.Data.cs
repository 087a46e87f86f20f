using System.Globalization;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor, not a copy: valid as long as the tensor is.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Describe();
                if (info.IsContiguous == 0)
                    throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
                var length = info.Elements * info.ItemSize;
                if (length > int.MaxValue)
                    throw new ArgumentException("Span only supports up to int.MaxValue elements.");
                if (info.Device != (short)DeviceType.CPU)
                    throw new InvalidOperationException(TensorAccessor<byte>.NotOnCpu);
                return new Span<byte>(info.Data, (int)length);
            }

            set
            {
                if (!is_contiguous())
                    throw new InvalidOperationException("SetBytes() called on non-contiguous tensor.");
                if (NumberOfElements * ElementSize != value.Length)
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                value.CopyTo(bytes);
                GC.KeepAlive(this);
            }
        }

        /// <summary>The elements as C# values; copies a tensor that is not on the CPU.</summary>
        /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(is_cpu() ? this : cpu());
        }

        /// <summary>The one element of the tensor.</summary>
        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
                throw new ArgumentException("Number of elements in the tensor must be 1");
            return data<T>()[0];
        }

        /// <summary>The one element of the tensor, whatever its type.</summary>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Byte => item<byte>(),
            ScalarType.Int8 => item<sbyte>(),
            ScalarType.Int16 => item<short>(),
            ScalarType.Int32 => item<int>(),
            ScalarType.Int64 => item<long>(),
            ScalarType.Bool => item<bool>(),
            ScalarType.Float16 => item<Half>(),
            ScalarType.Float32 => item<float>(),
            ScalarType.Float64 => item<double>(),
            var other => throw new NotSupportedException($"A scalar cannot be made of a tensor of type {other}."),
        };

        /// <summary>The shape, type and device.</summary>
        public override string ToString() => IsInvalid
            ? "[disposed]"
            : string.Create(CultureInfo.InvariantCulture, $"[{string.Join("x", shape)}], type = {dtype}, device = {device}");

        private void ValidateType(Type dotnetType)
        {
            var expected = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Bool => typeof(bool),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                _ => null,
            };
            if (dotnetType != expected)
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
        }
    }
}
