# Writes the table Satellite of the R package mlbench (GPL-2; from UCI's Statlog collection) to standard output.
data(Satellite, package = "mlbench")
write.csv(Satellite, row.names = FALSE)
