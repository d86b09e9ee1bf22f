using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Vas.Data;

/// <summary>The database of Vas. Each area has its tables in a part of its own: <c>VasDb.Providers.cs</c> and so on.</summary>
public sealed partial class VasDb(DbContextOptions<VasDb> options) : ServiceDb(options)
{
    protected override void Map(ModelBuilder model)
    {
        MapProviders(model);
        MapSubscriptions(model);
        MapSettlement(model);
        MapPartners(model);
    }
}
