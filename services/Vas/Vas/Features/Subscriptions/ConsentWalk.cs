using System;
using System.Collections.Generic;
using System.Linq;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>What the head of a chain says.</summary>
internal sealed record ChainEnd(long Sequence, byte[] Hash);

/// <summary>A record as the database has it, and what is kept beside it.</summary>
/// <param name="Digest">Of the number and the words that are kept beside it; null once they are erased.</param>
/// <param name="Sold">What its subscription says; null when there is none.</param>
internal sealed record StoredConsent(
    Guid ProviderId,
    long Sequence,
    Guid SubscriptionId,
    string Canonical,
    byte[] PreviousHash,
    byte[] Hash,
    byte[]? Digest,
    ConsentTerms? Sold
)
{
    /// <summary>Does the canonical form say what the columns beside it say?</summary>
    public bool SaysTheSame =>
        Canonical.Contains($"\nprovider={ProviderId}\n", StringComparison.Ordinal)
        && Canonical.Contains($"\nsequence={Sequence}\n", StringComparison.Ordinal)
        && Canonical.Contains($"\nsubscription={SubscriptionId}\n", StringComparison.Ordinal)
        && (
            Digest is null
            || Canonical.Contains($"\npersonal={Convert.ToHexStringLower(Digest)}\n", StringComparison.Ordinal)
        );
}

/// <summary>Along one chain.</summary>
internal sealed class ConsentWalk(
    Guid providerId,
    ChainEnd? head,
    List<ConsentSignature> signed,
    List<ConsentFinding> findings
)
{
    private long _last;
    private byte[] _hash = ConsentHead.Beginning;

    public Guid ProviderId => providerId;

    public void Take(StoredConsent record)
    {
        if (record.Sequence != _last + 1)
        {
            Found("removed", _last + 1, $"Records {_last + 1} to {record.Sequence - 1} are gone.");
        }
        else if (!record.PreviousHash.AsSpan().SequenceEqual(_hash))
        {
            Found("altered", record.Sequence, "It does not follow the record before it.");
        }

        var recomputed = ConsentRecord.HashOf(record.PreviousHash, record.Canonical);
        if (!recomputed.AsSpan().SequenceEqual(record.Hash) || !record.SaysTheSame)
        {
            Found("altered", record.Sequence, "It is not what was consented to.");
        }
        else if (record.Sold is { } sold && sold != ConsentTerms.Read(record.Canonical))
        {
            Found("altered", record.Sequence, $"Its subscription says other terms: {sold}.");
        }

        foreach (var signature in signed.Where(it => it.Sequence == record.Sequence))
        {
            if (!signature.Hash.AsSpan().SequenceEqual(record.Hash))
            {
                Found("altered", record.Sequence, $"It is not what was signed on {signature.Day:yyyy-MM-dd}.");
            }
        }

        (_last, _hash) = (record.Sequence, record.Hash);
    }

    public void End()
    {
        if (signed.Select(it => it.Sequence).DefaultIfEmpty().Max() is var longest && longest > _last)
        {
            Found("removed", _last + 1, $"Records {_last + 1} to {longest}, which were signed, are gone.");
        }

        if (head is null || head.Sequence < _last)
        {
            Found("inserted", (head?.Sequence ?? 0) + 1, $"The chain ended at {head?.Sequence ?? 0}.");
        }
        else if (head.Sequence > _last)
        {
            Found("removed", _last + 1, $"The chain ended at {head.Sequence}.");
        }
        else if (!head.Hash.AsSpan().SequenceEqual(_hash))
        {
            Found("altered", _last, "The chain ended with another record.");
        }
    }

    private void Found(string kind, long sequence, string why) => findings.Add(new(kind, providerId, sequence, why));
}
