using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Portable.Tests.Api.Reading;

/// <summary>What an assembly uses of ML.NET and TorchSharp, as documentation ids.</summary>
/// <param name="Types">Types named anywhere, arguments of attributes included.</param>
/// <param name="Members">Methods and fields.</param>
/// <param name="Implemented">Interfaces and base classes of the assembly's own types.</param>
internal sealed record References(IReadOnlySet<string> Types, IReadOnlySet<string> Members, IReadOnlySet<string> Implemented)
{
    public static References Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var types = reader.TypeReferences.Where(handle => IsOurs(reader, handle))
            .Select(handle => "T:" + TypeNames.Instance.GetTypeFromReference(reader, handle).Id)
            .Concat(TypesInAttributes(reader));
        var members = reader.MemberReferences.Select(reader.GetMemberReference)
            .Where(member => DefinitionOf(reader, member.Parent) is { } type && IsOurs(reader, type))
            .Select(member => MemberId(reader, member));
        var implemented = reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .SelectMany(type => type.GetInterfaceImplementations()
                .Select(i => reader.GetInterfaceImplementation(i).Interface).Append(type.BaseType))
            .Select(type => DefinitionOf(reader, type)).OfType<TypeReferenceHandle>().Where(type => IsOurs(reader, type))
            .Select(type => "T:" + TypeNames.Instance.GetTypeFromReference(reader, type).Id);
        return new(types.ToHashSet(), members.ToHashSet(), implemented.ToHashSet());
    }

    public static TypeName TypeOf(MetadataReader reader, EntityHandle type, GenericScope scope) => type.Kind switch
    {
        HandleKind.TypeDefinition => TypeNames.Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type),
        HandleKind.TypeReference => TypeNames.Instance.GetTypeFromReference(reader, (TypeReferenceHandle)type),
        _ => TypeNames.Instance.GetTypeFromSpecification(reader, scope, (TypeSpecificationHandle)type),
    };

    public static string MethodId(string type, string name, int typeParameters, MethodSignature<TypeName> signature)
    {
        var id = $"M:{type}.{name.Replace('.', '#')}{(typeParameters > 0 ? "``" + typeParameters : "")}";
        if (signature.ParameterTypes.Length > 0)
            id += $"({string.Join(',', signature.ParameterTypes.Select(p => p.Id))})";
        return name is "op_Implicit" or "op_Explicit" ? $"{id}~{signature.ReturnType.Id}" : id;
    }

    public static string ConstructorOf(MetadataReader reader, CustomAttribute attribute)
        => attribute.Constructor.Kind == HandleKind.MemberReference
            ? MemberId(reader, reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor))
            : "";

    private static string MemberId(MetadataReader reader, MemberReference member)
    {
        var type = TypeNames.Instance.GetTypeFromReference(reader, DefinitionOf(reader, member.Parent)!.Value).Id;
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Field)
            return $"F:{type}.{name}";
        var signature = member.DecodeMethodSignature(TypeNames.Instance, GenericScope.None);
        return MethodId(type, name, signature.GenericParameterCount, signature);
    }

    /// <summary>The generic definition that a type of another assembly is made from; null for our own types and arrays.</summary>
    private static TypeReferenceHandle? DefinitionOf(MetadataReader reader, EntityHandle type)
    {
        if (type.IsNil || type.Kind == HandleKind.TypeReference)
            return type.IsNil ? null : (TypeReferenceHandle)type;
        if (type.Kind != HandleKind.TypeSpecification)
            return null;
        // A generic instantiation is: 0x15, class or value type, the definition's token, the arguments.
        var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
        if (blob.ReadByte() != 0x15)
            return null;
        blob.ReadByte();
        return blob.ReadTypeHandle() is { Kind: HandleKind.TypeReference } definition ? (TypeReferenceHandle)definition : null;
    }

    private static bool IsOurs(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOurs(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => AssembliesUnderTest.IsOne(
                reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }

    /// <summary>typeof(X) in an attribute is stored as text, so it is no type reference.</summary>
    private static IEnumerable<string> TypesInAttributes(MetadataReader reader)
        => reader.CustomAttributes.Select(reader.GetCustomAttribute)
            .Where(attribute => attribute.Constructor.Kind == HandleKind.MemberReference
                && DefinitionOf(reader, reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) is { } type
                && IsOurs(reader, type))
            .SelectMany(attribute => attribute.DecodeValue(new AttributeTypes()).FixedArguments)
            .SelectMany(AttributeTypes.Named)
            .Select(name => "T:" + name);
}
