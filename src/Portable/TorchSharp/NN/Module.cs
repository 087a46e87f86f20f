using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A part of a network: its parameters, its buffers and the modules inside it.</summary>
        public partial class Module : IDisposable
        {
            protected readonly string name;

            private readonly List<(string Name, Parameter Value)> _parameterList = [];
            private readonly List<(string Name, Tensor Value, bool Persistent)> _bufferList = [];
            private readonly List<(string Name, Module Value)> _moduleList = [];
            private bool _training = true;
            private bool _disposed;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            /// <summary>True while the module trains: dropout drops, and batch normalisation uses the batch's own statistics.</summary>
            public virtual bool training => _training;

            public virtual string GetName() => name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children())
                    child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                ArgumentNullException.ThrowIfNull(fn);
                foreach (var (_, child) in named_children())
                    child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null)
                        continue;
                    if (set_to_none)
                        parameter.grad = null;
                    else
                        gradient.zero_().Dispose();
                }
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                    throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (_parameterList.Exists(p => p.Name == name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                _parameterList.Add((name, param));
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                    throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (_bufferList.Exists(b => b.Name == name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                _bufferList.Add((name, tensor, persistent));
            }

            public virtual void register_module(string name, Module submodule)
            {
                if (string.IsNullOrEmpty(name))
                    throw new ArgumentException("module name can't be empty string \"\"", nameof(name));
                if (name.Contains('.', StringComparison.Ordinal))
                    throw new ArgumentException($"module name can't contain \".\", got: {name}", nameof(name));
                if (submodule is null)
                {
                    _moduleList.RemoveAll(m => m.Name == name);
                    return;
                }

                if (_moduleList.Exists(m => m.Name == name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _moduleList.Add((name, submodule));
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Registers the modules, parameters and tensors that the fields hold, by the fields' names; once.</summary>
            protected virtual void RegisterComponents()
            {
                foreach (var field in GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                {
                    switch (field.GetValue(this))
                    {
                        case Module module when !_moduleList.Exists(m => m.Name == field.Name):
                            register_module(field.Name, module);
                            break;
                        case Modules.Parameter parameter when !_parameterList.Exists(p => p.Name == field.Name):
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor tensor when tensor is not Modules.Parameter && !_bufferList.Exists(b => b.Name == field.Name):
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
            }

            /// <summary>Puts a parameter in place of the one of that name; null takes that out.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value)
            {
                _parameterList.RemoveAll(p => p.Name == name);
                if (value is not null)
                    _parameterList.Add((name, value as Parameter ?? new Parameter(value)));
            }

            /// <summary>Puts a buffer in place of the one of that name; null takes that out.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                _bufferList.RemoveAll(b => b.Name == name);
                if (value is not null)
                    _bufferList.Add((name, value, persistent));
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed)
                    return;
                _disposed = true;
                foreach (var (_, parameter) in _parameterList)
                    parameter.Dispose();
                foreach (var (_, buffer, _) in _bufferList)
                    buffer.Dispose();
                foreach (var (_, child) in _moduleList)
                    child.Dispose();
            }
        }
    }
}
