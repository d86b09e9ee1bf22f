using System;
using System.Collections.Generic;
using System.Linq;
using Xunit.Sdk;
using Xunit.v3;

namespace EndToEnd.Tests;

/// <summary>
/// Business time only goes on, and a bill run bills everybody: the loop over several months comes after what counts on
/// its customers' first bill.
/// </summary>
public sealed class MonthsInOrder : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderBy(collection =>
                collection.TestCollectionDisplayName.Contains(nameof(ProviderJourney), StringComparison.Ordinal)
            ),
        ];
}
