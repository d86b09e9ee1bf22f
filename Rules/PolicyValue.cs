using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Rules;

/// <summary>What a policy says: a number in a unit, a word, or a set of words. Equal by content.</summary>
public abstract record PolicyValue
{
    private PolicyValue() { }

    public static PolicyValue Of(decimal number) => new Number(number);

    public static PolicyValue Of(string text) => new Text(text);

    /// <summary>Under its own name: a set of one word is not that word.</summary>
    public static PolicyValue SetOf(params IEnumerable<string> members) => new Set([.. members]);

    /// <summary>An amount of the policy's unit.</summary>
    public sealed record Number(decimal Amount) : PolicyValue
    {
        public override string ToString() => $"{Amount}";
    }

    /// <summary>One of the words the key knows, such as <c>true</c> or <c>是</c>.</summary>
    public sealed record Text(string Word) : PolicyValue
    {
        public override string ToString() => Word;
    }

    /// <summary>What a prompt has to state, which keywords are understood: order says nothing.</summary>
    public sealed record Set(ImmutableSortedSet<string> Members) : PolicyValue
    {
        public bool Equals(Set? other) => other is not null && Members.SetEquals(other.Members);

        public override int GetHashCode() =>
            Members.Aggregate(0, (hash, member) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(member)));

        public override string ToString() => string.Join(", ", Members);
    }
}
