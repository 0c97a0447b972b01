"""An officer opens a councillor’s ward records for some hours, and everybody concerned knows."""
