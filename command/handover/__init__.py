"""Hand-over of a shift 交接班: a sheet the system makes, and two people sign."""
