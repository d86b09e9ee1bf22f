using Microsoft.EntityFrameworkCore;

namespace Vas.Data;

public sealed partial class VasDb
{
    private static void MapSubscriptions(ModelBuilder model) => _ = model;
}
