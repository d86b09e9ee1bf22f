using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Loyalty.Data;

public sealed class LoyaltyDb(DbContextOptions<LoyaltyDb> options) : ServiceDb(options)
{
    protected override void Map(ModelBuilder model) => _ = model;
}
