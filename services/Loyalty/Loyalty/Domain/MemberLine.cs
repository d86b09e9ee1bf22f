using System;

namespace Loyalty.Domain;

/// <summary>What Billing last told of a line: whether it is suspended.</summary>
public sealed class MemberLine
{
    private MemberLine() { }

    internal MemberLine(Guid accountId, Guid lineId) => (AccountId, LineId) = (accountId, lineId);

    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }

    /// <summary>The line's; an older fact than this is ignored.</summary>
    public long Version { get; private set; }

    /// <summary>Suspended, under a policy that freezes points for it.</summary>
    public bool IsFrozen { get; private set; }

    internal bool Set(long version, bool isFrozen)
    {
        if (version <= Version)
        {
            return false;
        }

        (Version, IsFrozen) = (version, isFrozen);
        return true;
    }
}
