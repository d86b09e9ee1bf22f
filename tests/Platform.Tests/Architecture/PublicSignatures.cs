using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Platform.Tests.Architecture;

/// <summary>
/// What an assembly offers, one line each: types, what they are (base types and interfaces), and members with the names
/// of their parameters, since AppHost.cs uses named arguments. Nullability and attributes are left out.
/// </summary>
internal static class PublicSignatures
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    internal static SortedSet<string> Of(Assembly assembly) =>
        new(assembly.GetExportedTypes().SelectMany(OfType), StringComparer.Ordinal);

    private static IEnumerable<string> OfType(Type type)
    {
        var name = Name(type);
        yield return $"{Kind(type)} {name}";
        foreach (var parent in Parents(type))
        {
            yield return $"{name} is {Name(parent)}";
        }

        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValues(type))
            {
                yield return $"{name}.{value} = {Convert.ToInt32(value)}";
            }

            yield break;
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic))
        {
            yield return $"{name}.{field.Name} : {Name(field.FieldType)}";
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsOffered))
        {
            yield return $"{name}.new{Parameters(constructor)}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsOffered(method) && !IsOverride(method)))
        {
            yield return $"{name}.{MethodName(method)}{Parameters(method)} : {Name(method.ReturnType)}{Constraints(method)}";
        }
    }

    private static string Kind(Type type) =>
        type switch
        {
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsInterface: true } => "interface",
            _ => "class",
        };

    private static IEnumerable<Type> Parents(Type type)
    {
        for (var parent = type.BaseType; parent is not null && parent != typeof(object); parent = parent.BaseType)
        {
            yield return parent;
        }

        foreach (var contract in type.IsEnum ? [] : type.GetInterfaces())
        {
            yield return contract;
        }
    }

    private static bool IsOffered(MethodBase member) =>
        (member.IsPublic || member.IsFamily || member.IsFamilyOrAssembly)
        && (member.IsSpecialName || member.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private static bool IsOverride(MethodInfo method) =>
        method.GetBaseDefinition().DeclaringType != method.DeclaringType;

    private static string MethodName(MethodInfo method)
    {
        var isInit = method.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        var name = isInit ? method.Name.Replace("set_", "init_", StringComparison.Ordinal) : method.Name;
        var generics = method.GetGenericArguments().Select(Name).ToList();
        return generics.Count == 0 ? name : $"{name}<{string.Join(", ", generics)}>";
    }

    private static string Parameters(MethodBase member)
    {
        var extends = member.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"({extends}{string.Join(", ", member.GetParameters().Select(Parameter))})";
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{many}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = ?" : "")}";
    }

    private static string Constraints(MethodInfo method) =>
        string.Concat(
            method
                .GetGenericArguments()
                .Select(argument => (argument, Limits: Limits(argument).Order(StringComparer.Ordinal).ToList()))
                .Where(entry => entry.Limits.Count > 0)
                .Select(entry => $" where {entry.argument.Name} : {string.Join(", ", entry.Limits)}")
        );

    private static IEnumerable<string> Limits(Type argument)
    {
        var attributes = argument.GenericParameterAttributes;
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return "class";
        }

        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
        {
            yield return "new()";
        }

        foreach (var constraint in argument.GetGenericParameterConstraints())
        {
            yield return Name(constraint);
        }
    }

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.IsArray || type.IsByRef)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        var full = $"{type.Namespace}.{(type.IsNested ? type.DeclaringType!.Name + "." : "")}{type.Name.Split('`')[0]}";
        return type.IsGenericType ? $"{full}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : full;
    }
}
