using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Portable.Tests.Api.Reading;

/// <summary>Reads what an assembly declares, public, protected and internal, as lines of a listing.</summary>
internal static class AssemblyApi
{
    /// <summary>The lines of the assembly file, unsorted.</summary>
    public static IReadOnlyList<ApiLine> Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return reader.TypeDefinitions.SelectMany(handle => new TypeApi(reader, handle).Lines()).ToList();
    }

    /// <summary>The informational version, or null when the file has none.</summary>
    public static string? InformationalVersion(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        const string Constructor = "M:System.Reflection.AssemblyInformationalVersionAttribute.#ctor(System.String)";
        return reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute)
            .Where(a => References.ConstructorOf(reader, a) == Constructor)
            .Select(a => a.DecodeValue(new AttributeTypes()).FixedArguments[0].Value as string)
            .FirstOrDefault();
    }

    private sealed class TypeApi(MetadataReader reader, TypeDefinitionHandle handle)
    {
        private readonly TypeDefinition _type = reader.GetTypeDefinition(handle);
        private readonly string _id = TypeNames.Instance.GetTypeFromDefinition(reader, handle).Id;
        private readonly ImmutableArray<string> _parameters = Names(reader, reader.GetTypeDefinition(handle).GetGenericParameters());

        public IEnumerable<ApiLine> Lines()
        {
            if (VisibilityOf(_type) is not { } visibility || _id.Contains('<'))
                yield break;
            yield return new(visibility, Modifiers(), "T:" + _id, Bases());
            foreach (var field in _type.GetFields().Select(reader.GetFieldDefinition))
                if (Field(field, visibility) is { } line)
                    yield return line;
            foreach (var method in _type.GetMethods().Select(reader.GetMethodDefinition))
                if (Method(method, visibility) is { } line)
                    yield return line;
        }

        private bool IsInterface => _type.Attributes.HasFlag(TypeAttributes.Interface);

        private string? BaseClass => _type.BaseType.IsNil ? null : Spell(_type.BaseType).Full;

        private string Modifiers() => BaseClass switch
        {
            "System.Enum" => "enum",
            "System.ValueType" => "struct",
            "System.MulticastDelegate" => "delegate",
            _ when IsInterface => "interface",
            _ => (_type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) switch
            {
                TypeAttributes.Abstract | TypeAttributes.Sealed => "static class",
                TypeAttributes.Abstract => "abstract class",
                TypeAttributes.Sealed => "sealed class",
                _ => "class",
            },
        };

        private string Bases()
        {
            string?[] implied = [null, "System.Object", "System.Enum", "System.ValueType", "System.MulticastDelegate"];
            var interfaces = _type.GetInterfaceImplementations().Select(i => Spell(reader.GetInterfaceImplementation(i).Interface).Full);
            var all = (implied.Contains(BaseClass) ? [] : new[] { BaseClass! }).Concat(interfaces).ToList();
            return all.Count == 0 ? "" : " : " + string.Join(", ", all);
        }

        private ApiLine? Field(FieldDefinition field, string typeVisibility)
        {
            var access = Narrower(typeVisibility, Access((int)(field.Attributes & FieldAttributes.FieldAccessMask)));
            if (access is null || field.Attributes.HasFlag(FieldAttributes.SpecialName))
                return null;
            var value = field.GetDefaultValue() is { IsNil: false } constant ? " = " + Constant(constant) : "";
            var type = field.DecodeSignature(TypeNames.Instance, new(_parameters, [])).Full;
            var modifiers = field.Attributes.HasFlag(FieldAttributes.Static) ? "static" : "";
            return new(access, modifiers, $"F:{_id}.{reader.GetString(field.Name)}", $" -> {type}{value}");
        }

        private ApiLine? Method(MethodDefinition method, string typeVisibility)
        {
            var access = Narrower(typeVisibility, Access((int)(method.Attributes & MethodAttributes.MemberAccessMask)));
            var name = reader.GetString(method.Name);
            if (access is null || name == ".cctor" || name.Contains('<'))
                return null;
            var own = Names(reader, method.GetGenericParameters());
            var signature = method.DecodeSignature(TypeNames.Instance, new(_parameters, own));
            var id = References.MethodId(_id, name, own.Length, signature);
            return new(access, Modifiers(method), id, $" -> {signature.ReturnType.Full} [{Parameters(method, signature)}]");
        }

        private string Modifiers(MethodDefinition method)
        {
            var attributes = method.Attributes;
            if (attributes.HasFlag(MethodAttributes.Static))
                return "static";
            if (IsInterface || !attributes.HasFlag(MethodAttributes.Virtual) || attributes.HasFlag(MethodAttributes.Final))
                return "";
            return attributes.HasFlag(MethodAttributes.Abstract) ? "abstract" : "virtual";
        }

        private string Parameters(MethodDefinition method, MethodSignature<TypeName> signature)
        {
            var names = new string[signature.ParameterTypes.Length];
            foreach (var parameter in method.GetParameters().Select(reader.GetParameter).Where(p => p.SequenceNumber > 0))
            {
                var hasDefault = parameter.Attributes.HasFlag(ParameterAttributes.HasDefault);
                names[parameter.SequenceNumber - 1] = reader.GetString(parameter.Name)
                    + (hasDefault ? "=" + Constant(parameter.GetDefaultValue()) : "");
            }
            return string.Join(", ", names);
        }

        private string Constant(ConstantHandle handle)
        {
            var constant = reader.GetConstant(handle);
            var value = reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode);
            return ApiListing.Escape(value is null ? "null" : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!);
        }

        private TypeName Spell(EntityHandle type) => References.TypeOf(reader, type, new(_parameters, []));

        private string? VisibilityOf(TypeDefinition type)
        {
            var own = (type.Attributes & TypeAttributes.VisibilityMask) switch
            {
                TypeAttributes.Public or TypeAttributes.NestedPublic => "public",
                TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => "protected",
                TypeAttributes.NestedPrivate => null,
                _ => "internal",
            };
            return type.GetDeclaringType() is { IsNil: false } outer
                ? Narrower(VisibilityOf(reader.GetTypeDefinition(outer)), own)
                : own;
        }

        private static string? Access(int mask) => mask switch
        {
            2 or 3 => "internal", // private protected, internal
            4 or 5 => "protected", // protected, protected internal
            6 => "public",
            _ => null,
        };

        private static string? Narrower(string? outer, string? own)
        {
            if (outer is null || own is null)
                return null;
            string[] order = ["internal", "protected", "public"];
            return order[Math.Min(Array.IndexOf(order, outer), Array.IndexOf(order, own))];
        }

        private static ImmutableArray<string> Names(MetadataReader reader, GenericParameterHandleCollection parameters)
            => [.. parameters.Select(p => reader.GetString(reader.GetGenericParameter(p).Name))];
    }
}
