using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Platform.Tests.Architecture;

/// <summary>The compiled projects, read as IL: what really refers to what, whatever the usings say.</summary>
internal static class House
{
    public static readonly string[] Services = ["Billing", "Complaints", "Loyalty", "Notifications", "Vas"];

    public static readonly string[] Shared = ["Rules", "ServiceDefaults", "ApiConventions"];

    public static IEnumerable<string> Contracts => Services.Select(service => $"{service}.Contracts");

    public static IEnumerable<string> All => [.. Services, .. Contracts, .. Shared];

    public static ModuleDefinition Read(string assembly) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"));

    public static IEnumerable<string> ReferencesAmongOurs(string assembly) =>
        Read(assembly).AssemblyReferences.Select(reference => reference.Name).Intersect(All);

    /// <summary>Types as written in the source, nested ones with their compiler-made parts included.</summary>
    public static IEnumerable<TypeDefinition> TypesIn(ModuleDefinition module, string @namespace) =>
        module.Types.Where(type => IsIn(type.Namespace, @namespace));

    /// <summary>A namespace or one below it: an area of a service.</summary>
    public static bool IsIn(string @namespace, string root) =>
        @namespace == root || @namespace.StartsWith($"{root}.", StringComparison.Ordinal);

    /// <summary>Every type that the code of these types mentions: bases, members, signatures and instructions.</summary>
    public static IEnumerable<TypeReference> MentionedBy(TypeDefinition type)
    {
        var own = new[] { type.BaseType }
            .Concat(type.Interfaces.Select(i => i.InterfaceType))
            .Concat(type.Fields.Select(f => f.FieldType))
            .Concat(type.Properties.Select(p => p.PropertyType))
            .Concat(type.Methods.SelectMany(MentionedBy));
        return own.Where(t => t is not null).SelectMany(Unfold).Concat(type.NestedTypes.SelectMany(MentionedBy));
    }

    private static IEnumerable<TypeReference> MentionedBy(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
        {
            foreach (var mentioned in Operands(instruction))
            {
                yield return mentioned;
            }
        }
    }

    private static IEnumerable<TypeReference> Operands(Instruction instruction) =>
        instruction.Operand switch
        {
            TypeReference type => [type],
            GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
            MemberReference { DeclaringType: { } declaring } => [declaring],
            _ => [],
        };

    private static IEnumerable<TypeReference> Unfold(TypeReference type) =>
        type is GenericInstanceType generic
            ? generic.GenericArguments.SelectMany(Unfold).Append(generic.ElementType)
            : [type.GetElementType() ?? type];
}
