using Microsoft.EntityFrameworkCore;

namespace Vas.Data;

public sealed partial class VasDb
{
    private static void MapSettlement(ModelBuilder model) => _ = model;
}
