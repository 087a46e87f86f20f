using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() => _moduleList;

            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// <summary>Every module below this one, with names such as "0.weight".</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                var children = named_children().ToList();
                return children.Concat(children.SelectMany(c => c.module.named_modules().Select(m => ($"{c.name}.{m.name}", m.module))));
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var own = _parameterList.AsEnumerable();
                if (recurse)
                {
                    own = own.Concat(named_children().SelectMany(
                        c => c.module.named_parameters().Select(p => ($"{c.name}.{p.name}", p.parameter))));
                }

                return Distinct(own.Select(p => (p.Name, p.Value)));
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var own = _bufferList.Where(b => b.Persistent || include_nonpersistent).Select(b => (b.Name, b.Value));
                if (recurse)
                {
                    own = own.Concat(named_children().SelectMany(
                        c => c.module.named_buffers(true, include_nonpersistent).Select(b => ($"{c.name}.{b.name}", b.buffer))));
                }

                return Distinct(own);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter? get_parameter(string target)
            {
                // A module's own comes first, and quickly: every forward call asks for it.
                foreach (var (name, value) in _parameterList)
                {
                    if (name == target)
                        return value;
                }

                return named_parameters().FirstOrDefault(p => p.name == target).parameter;
            }

            public virtual Tensor? get_buffer(string target)
            {
                foreach (var (name, value, _) in _bufferList)
                {
                    if (name == target)
                        return value;
                }

                return named_buffers().FirstOrDefault(b => b.name == target).buffer;
            }

            /// <summary>All parameters and persistent buffers by name: the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in named_parameters())
                    destination.TryAdd(start + key, parameter);
                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(start + key, buffer);
                return destination;
            }

            /// <summary>Copies values into the parameters and buffers of the same names.</summary>
            /// <exception cref="InvalidOperationException">The names differ, and <paramref name="strict"/> is true.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var target = state_dict();
                var skipped = skip ?? [];
                var missing = target.Keys.Where(k => !source.ContainsKey(k) && !skipped.Contains(k)).ToList();
                var unexpected = source.Keys.Where(k => !target.ContainsKey(k) && !skipped.Contains(k)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using (no_grad())
                {
                    foreach (var (key, value) in source)
                    {
                        if (!skipped.Contains(key) && target.TryGetValue(key, out var tensor))
                            tensor.copy_(value);
                    }
                }

                return (missing, unexpected);
            }

            // A tensor that is registered twice, tied weights say, counts once; one that has been disposed of does not count.
            private static IEnumerable<(string, T)> Distinct<T>(IEnumerable<(string Name, T Value)> items)
                where T : Tensor
            {
                var seen = new HashSet<nint>();
                foreach (var (name, value) in items)
                {
                    if (!value.IsInvalid && seen.Add(value.Handle))
                        yield return (name, value);
                }
            }
        }
    }
}
